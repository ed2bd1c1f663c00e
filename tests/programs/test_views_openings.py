"""By the web: the form on a page that has not opened, the link's page, and what a practice sees of it: a number."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from tests.support import factories, practice_pages
from tests.support.forms import hidden_on, submit
from tests.support.opening_notices import AHEAD, listed, notices, scheduled

PAGE = "/programs/power-networking"
AT = f"{PAGE}/opening-notices"
OPEN = AHEAD + dt.timedelta(seconds=1)


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public cohort that opens in three days."""
    with app.app_context():
        return scheduled()


def _mails(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(OutboxMail.id))) or 0


@pytest.mark.usefixtures("scene")
def test_the_form_says_what_it_does_not_give(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert "Tell me when it opens" in page
    assert "gives no place in line" in page and "may come later than the opening" in page
    with clock.moved(OPEN):
        assert "Tell me when it opens" not in client.get(PAGE).text


@pytest.mark.usefixtures("scene")
def test_the_answer_is_the_same_whether_or_not_the_address_was_known(
    app: Flask, client: FlaskClient
) -> None:
    answers = []
    for _ in range(2):
        answer = submit(client, AT, page=PAGE, email="bo@example.org")
        assert answer.status_code == 303 and answer.location == f"{PAGE}?notice=asked#tell-me"
        page = client.get(answer.location).text
        answers.append(re.findall(r'<div role="status" id="tell-me">.*?</div>', page, re.DOTALL))
    assert answers[0] == answers[1] and "A link is on its way to that address" in answers[0][0]
    with app.app_context():
        assert [one.confirmed_at for one in notices()] == [None]
    assert _mails(app) == 2


@pytest.mark.usefixtures("scene")
def test_a_wrong_address_is_said_beside_its_field_and_kept(app: Flask, client: FlaskClient) -> None:
    answer = submit(client, AT, page=PAGE, email="bo at home")
    assert answer.status_code == 422 and 'value="bo at home"' in answer.text
    assert 'href="#opening-email"' in answer.text
    assert _mails(app) == 0


@pytest.mark.usefixtures("scene")
def test_a_form_that_a_program_has_filled_in_is_refused_and_can_be_sent_again(
    app: Flask, client: FlaskClient
) -> None:
    answer = submit(client, AT, page=PAGE, email="bo@example.org", subject="Buy this")
    assert answer.status_code == 422 and "has to stay empty" in answer.text
    hidden = hidden_on(client, PAGE)
    answer = client.post(AT, data={**hidden, "email": "bo@example.org"})
    assert answer.status_code == 422 and "That was very quick" in answer.text
    assert 'value="bo@example.org"' in answer.text
    assert _mails(app) == 0


@pytest.mark.usefixtures("scene")
def test_no_network_asks_often_and_no_address_is_mailed_often(
    app: Flask, client: FlaskClient
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    for _ in range(5):
        assert submit(client, AT, page=PAGE, email="bo@example.org").status_code == 303
    assert _mails(app) == 3
    for number in range(5):
        answer = submit(client, AT, page=PAGE, email=f"p{number}@example.org")
        assert answer.status_code == 303
    answer = submit(client, AT, page=PAGE, email="late@example.org")
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert "Please try again" in answer.text and 'value="late@example.org"' in answer.text


@pytest.mark.usefixtures("scene")
def test_what_has_opened_meanwhile_leads_to_enrolment(app: Flask, client: FlaskClient) -> None:
    with clock.moved(OPEN):
        hidden = hidden_on(client, PAGE)  # of another form of the page
    with clock.moved(OPEN + dt.timedelta(minutes=1)):
        answer = client.post(AT, data={**hidden, "email": "bo@example.org"})
        assert answer.status_code == 303 and answer.location == PAGE
        assert "There is nothing to wait for any more" in client.get(PAGE).text
    assert _mails(app) == 0


def test_the_link_confirms_by_a_button_and_takes_off_by_another(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        at = f"/opening-notices/{listed(scene.cohort_id, is_confirmed=False)}"
    page = client.get(at)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Yes, tell me" in page.text and "no place in line" in page.text
    with app.app_context():
        assert notices()[0].confirmed_at is None  # opening it changes nothing
    assert submit(client, f"{at}/confirmation", page=at).location == at
    page = client.get(at)
    assert "We tell you when it opens" in page.text and "Yes, tell me" not in page.text
    with clock.moved(OPEN):
        assert "Go to enrolment" in client.get(at).text
    answer = submit(client, f"{at}/removal", page=at)
    assert answer.location == PAGE and "Your address is erased" in client.get(PAGE).text
    with app.app_context():
        assert notices() == []
    assert client.get(at).status_code == 404
    assert submit(client, f"{at}/removal", page=PAGE).status_code == 404


def test_a_link_that_is_confirmed_too_late_leads_to_enrolment(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        at = f"/opening-notices/{listed(scene.cohort_id, is_confirmed=False)}"
    with clock.moved(OPEN):
        assert submit(client, f"{at}/confirmation", page=at).location == at
        page = client.get(at).text
        assert "There is nothing to wait for any more" in page and "Go to enrolment" in page


def test_the_practice_sees_how_many_and_nobody_sees_who(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        edit = f"{practice_pages.line_at(scene)}/edit"
        practice_pages.member(scene, "colleague@example.org", Role.MENTOR)
    ines = practice_pages.staff(app)
    assert "Nobody has yet." in ines.get(edit).text
    with app.app_context():
        listed(scene.cohort_id, "bo@example.org")
        listed(scene.cohort_id, "eve@example.org")
        listed(scene.cohort_id, "mia@example.org", is_confirmed=False)
    for reader in (ines, practice_pages.staff(app, "colleague@example.org")):
        page = reader.get(edit).text
        assert "2 people have asked to be told" in page
        assert "bo@example.org" not in page and "mia@example.org" not in page


@pytest.mark.parametrize("token", ["nothing", "WyJ4IiwwXQ.x"])
def test_a_link_of_another_kind_opens_nothing(client: FlaskClient, token: str) -> None:
    for path in ("", "/confirmation", "/removal"):
        at = f"/opening-notices/{token}{path}"
        found = client.get(at) if not path else submit(client, at, page="/sign-in")
        assert found.status_code == 404
