"""Arriving in the line through the page: 303 to a place, a neutral page, or clear words with what was typed kept."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.errors import Busy
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from tests.support import factories
from tests.support.forms import token_on
from tests.support.program_pages import do, state_on, submit_form


def _count(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Enrolment.id)).all())


def _link_in_mail(app: Flask, kind: str) -> str:
    with app.app_context():
        mail = db.session.scalars(
            select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id.desc())
        ).first()
        assert mail is not None
        return next(
            word.removeprefix("http://localhost")
            for word in render(mail)[0].split()
            if "/enrolments/" in word
        )


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    with app.app_context():
        return factories.scene(seats=1)


@pytest.mark.usefixtures("scene")
def test_a_submit_takes_a_seat_and_leads_to_it(app: Flask, client: FlaskClient) -> None:
    answer = submit_form(client)
    assert answer.status_code == 303
    assert answer.location.startswith("/enrolments/")
    page = client.get(answer.location)
    assert state_on(page) == "held"
    assert re.search(
        r'Seat 1 is yours until <time datetime="[^"]+" data-zone="Europe/Oslo"', page.text
    )


@pytest.mark.usefixtures("scene")
def test_the_next_submit_waits_with_its_place(app: Flask, client: FlaskClient) -> None:
    submit_form(client)
    answer = submit_form(app.test_client(), email="ben@example.org", name="Ben")
    page = client.get(answer.location)
    assert state_on(page) == "waiting"
    assert "You have place 2 in line" in page.text


@pytest.mark.usefixtures("scene")
def test_the_same_browser_is_sent_to_the_place_it_has(app: Flask, client: FlaskClient) -> None:
    first = submit_form(client)
    again = submit_form(client, email="somebody.else@example.org")
    assert (again.status_code, again.location) == (303, first.location)
    assert _count(app) == 1


@pytest.mark.usefixtures("scene")
def test_another_browser_with_the_same_address_sees_a_neutral_page(
    app: Flask, client: FlaskClient
) -> None:
    first = submit_form(client)
    other = app.test_client()
    answer = submit_form(other, email="ADA@example.org")
    assert (answer.status_code, answer.location) == (303, "/enrolments/link-sent")
    assert first.location not in other.get(answer.location).text
    assert _link_in_mail(app, "enrolment.link") == first.location
    assert _count(app) == 1


@pytest.mark.usefixtures("scene")
def test_a_signed_in_owner_is_sent_to_the_place_they_have(app: Flask) -> None:
    with app.app_context():
        user_id = factories.user("ada@example.org")
    first = submit_form(app.test_client())
    with app.app_context():
        db.session.scalars(select(Enrolment)).one().user_id = user_id
        db.session.commit()
    owner = app.test_client()
    factories.sign_in(owner, "ada@example.org")
    assert submit_form(owner).location == first.location


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "ada@example"}, "missing its ending"),
        ({"email": "no address"}, "does not look like an email address"),
        ({"email": ""}, "Please give an address"),
        ({"name": ""}, "Please say who you are"),
        ({"name": "x" * 201}, "may have 200 characters at most"),
        ({"name": "\x00"}, "Please say who you are"),
        *(
            ({"name": unseen}, "Please say who you are")
            for unseen in "\u200b\u3164\u2800\u0301\u202e"
        ),
    ],
)
@pytest.mark.usefixtures("scene")
def test_bad_input_is_answered_beside_its_field(
    app: Flask, client: FlaskClient, fields: dict[str, str], words: str
) -> None:
    answer = submit_form(client, **{"name": "Ada <Lovelace>"} | fields)
    assert answer.status_code == 422
    assert words in answer.text
    if "name" not in fields:
        assert "Ada &lt;Lovelace&gt;" in answer.text
    assert _count(app) == 0


@pytest.mark.usefixtures("scene")
def test_a_form_without_its_token_changes_nothing(app: Flask, client: FlaskClient) -> None:
    answer = client.post(
        "/programs/power-networking/enrolments", data={"name": "Ada", "email": "a@example.org"}
    )
    assert answer.status_code == 400
    assert _count(app) == 0


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "words"),
    [
        (dt.timedelta(hours=1), dt.timedelta(days=1), "has not opened yet"),
        (dt.timedelta(days=-2), dt.timedelta(hours=-1), "Enrolment has closed"),
    ],
)
def test_outside_the_window_the_page_says_so(
    app: Flask, client: FlaskClient, opens_in: dt.timedelta, closes_in: dt.timedelta, words: str
) -> None:
    with app.app_context():
        factories.scene(opens_in=opens_in, closes_in=closes_in)
    token = client.get("/programs/power-networking").text
    assert 'action="/programs/power-networking/enrolments"' not in token
    answer = submit_form(client)
    assert answer.status_code == 422
    assert words in answer.text
    assert _count(app) == 0


@pytest.mark.usefixtures("scene")
def test_an_unknown_programme_is_404(app: Flask, client: FlaskClient) -> None:
    token = token_on(client, "/programs/power-networking")
    fields = {"csrf_token": token, "name": "Ada", "email": "ada@example.org"}
    assert client.post("/programs/nowhere/enrolments", data=fields).status_code == 404
    assert _count(app) == 0


@pytest.mark.usefixtures("scene")
def test_a_busy_line_keeps_the_arrival(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr("mentorhub.enrolment.line.locked.lock_cohort", busy)
        answer = submit_form(client)
    page = client.get(answer.location)
    assert state_on(page) == "arrived"
    assert "Your request is saved, in the order of arrival" in page.text


@pytest.mark.usefixtures("scene")
def test_who_lapsed_comes_again_by_the_mailed_link_alone(app: Flask, client: FlaskClient) -> None:
    place = submit_form(client).location
    clock.advance(dt.timedelta(minutes=16))
    with app.app_context():
        app.extensions["mentorhub.jobs"].run("deadlines")
    assert state_on(client.get(place)) == "lapsed"
    other = app.test_client()
    assert submit_form(other).location == "/enrolments/link-sent"
    link = _link_in_mail(app, "enrolment.lapsed")
    again = do(other, link, "arrivals")
    assert again.location != place
    assert state_on(other.get(again.location)) == "held"
    assert do(app.test_client(), link, "arrivals").location == again.location


@pytest.mark.usefixtures("scene")
def test_nobody_comes_again_after_the_window(app: Flask, client: FlaskClient) -> None:
    place = submit_form(client).location
    with app.app_context():
        clock.advance(dt.timedelta(days=31))
        app.extensions["mentorhub.jobs"].run("deadlines")
    page = client.get(place)
    assert state_on(page) == "lapsed"
    assert f"{place}/arrivals" not in page.text
    token = token_on(client, "/sign-in")
    answer = client.post(f"{place}/arrivals", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, place)
    assert _count(app) == 1


@pytest.mark.usefixtures("scene")
def test_one_browser_holds_one_unpaid_seat(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        first = db.session.scalars(select(Enrolment)).all()
        assert first == []
        practice = factories.practice(mentor_email="other@example.org")
        factories.program(*practice, slug="other")
    submit_form(client)
    answer = submit_form(client, slug="other")
    assert answer.status_code == 422
    assert "one unpaid seat at a time" in answer.text


@pytest.mark.usefixtures("scene")
def test_a_double_click_leads_to_one_place(app: Flask, client: FlaskClient) -> None:
    first = submit_form(client)
    client.delete_cookie("mentorhub_line")  # the second request left before the first was answered
    assert submit_form(client).location == first.location
    assert _count(app) == 1
