"""Writing to the mentor: what is sent, what is refused beside its field, what stays typed."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.programs.actions import offers
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.forms import READING, hidden_in, hidden_on, submit

PAGE = "/programs/power-networking"
INQUIRY = {"name": "Bo Berg", "email": "bo@example.org", "message": "Is Tuesday possible?"}


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    with app.app_context():
        return factories.scene()


@pytest.fixture
def limited_client(database_url: str) -> Iterator[FlaskClient]:
    """A browser before an app whose limits are on."""
    app = create_app(replace(settings_for(database_url), testing=False))
    with app.app_context():
        factories.scene()
    yield app.test_client()
    dispose(app)


def _send(client: FlaskClient, **changed: str) -> TestResponse:
    return submit(client, f"{PAGE}/inquiries", page=PAGE, **{**INQUIRY, **changed})


def _inquiries(app: Flask) -> list[Inquiry]:
    with app.app_context():
        return list(db.session.scalars(select(Inquiry)))


def _words(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(InquiryMessage.body)))


def test_create_inquiry_sends_and_says_so(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    response = _send(client)
    assert (response.status_code, response.location) == (303, f"{PAGE}?written=yes#write")
    assert "Your message has been sent to Ines." in client.get(response.location).text
    [inquiry] = _inquiries(app)
    assert (inquiry.name, inquiry.email, *_words(app)) == tuple(INQUIRY.values())
    with app.app_context():
        kinds = db.session.scalars(select(OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert kinds == ["programs.inquiry", "programs.inquiry_copy"]


def test_create_inquiry_submitted_twice_sends_one(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    assert [_send(client).status_code for _ in range(2)] == [303, 303]
    assert len(_inquiries(app)) == 1


def test_create_inquiry_keeps_a_name_on_one_line_and_a_message_its_lines(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    _send(
        client,
        name=" Bo\r\nBcc: \u202eeva@example.org\x00 ",
        email=" bo@EXAMPLE.org ",
        message="Dear Ines,\r\n\r\nyes\x00?\n",
    )
    [inquiry] = _inquiries(app)
    assert inquiry.name == "Bo Bcc: eva@example.org"
    assert inquiry.email == "bo@example.org"
    assert _words(app) == ["Dear Ines,\n\nyes?"]


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Please say who you are."),
        ("name", "\u0301", "Please say who you are."),
        ("name", "x" * 201, "A name may have 200 characters at most."),
        ("email", "", "Please give an address that an answer can reach."),
        ("email", "bo", "This does not look like an email address."),
        ("email", "bo@example", "missing its ending"),
        ("email", "bo@exa mple.org", "This does not look like an email address."),
        ("email", f"{'x' * 250}@example.org", "This does not look like an email address."),
        ("message", "", "Please write your message."),
        ("message", "x" * 4001, "A message may have at most 4000 characters."),
    ],
)
def test_create_inquiry_refuses_beside_the_field_and_keeps_the_rest(
    app: Flask, client: FlaskClient, field: str, value: str, words: str
) -> None:
    response = _send(client, **{field: value})
    assert response.status_code == 422
    assert words in response.text
    assert f'aria-describedby="inquiry-{field}-error"' in response.text
    for name, typed in {**INQUIRY, field: value.strip(" \u0301")}.items():
        assert typed in response.text, name
    assert _inquiries(app) == []


def test_create_inquiry_shows_hostile_words_as_words(
    client: FlaskClient, scene: factories.Scene
) -> None:
    hostile = '"><script>alert(1)</script>'
    response = _send(client, name=hostile, message=hostile, email="bo")
    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert response.text.count("&gt;&lt;script&gt;alert") == 2


def test_create_inquiry_answers_the_same_whoever_writes(
    client: FlaskClient, scene: factories.Scene
) -> None:
    known, unknown = _send(client, email="ines@example.org"), _send(client)
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)


def test_create_inquiry_without_a_token_is_stale(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    assert client.post(f"{PAGE}/inquiries", data=INQUIRY).status_code == 400
    assert _inquiries(app) == []


def test_create_inquiry_at_an_old_address_arrives(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    hidden = hidden_on(client, PAGE)
    with app.app_context():
        offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="moved")
    with clock.moved(READING):
        response = client.post(f"{PAGE}/inquiries", data={**hidden, **INQUIRY})
    assert (response.status_code, response.location) == (
        303,
        "/programs/moved?written=yes#write",
    )
    assert len(_inquiries(app)) == 1


def test_create_inquiry_about_an_unknown_programme_is_not_found(
    client: FlaskClient, scene: factories.Scene
) -> None:
    response = submit(client, "/programs/unknown/inquiries", page=PAGE, **INQUIRY)
    assert response.status_code == 404


def test_create_inquiry_too_often_waits_and_keeps_what_was_typed(
    limited_client: FlaskClient,
) -> None:
    answers = [_send(limited_client, message=f"Question {n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Please try again in " in answers[10].text
    assert "in Oslo." in answers[10].text
    assert 3500 < int(answers[10].headers["Retry-After"]) <= 3600
    assert "Question 10" in answers[10].text
    assert _send(limited_client).status_code == 429
    assert limited_client.get(PAGE).status_code == 200


def _sent_after(client: FlaskClient, seconds: float, **changed: str) -> TestResponse:
    hidden = hidden_on(client, PAGE)
    with clock.moved(dt.timedelta(seconds=seconds)):
        return client.post(f"{PAGE}/inquiries", data={**hidden, **INQUIRY, **changed})


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("seconds", "changed", "words"),
    [
        (0.5, {}, "That was very quick. Please wait a moment, then send it again."),
        (86_500, {}, "This page was open for a long time. Nothing is lost: please send it again."),
        (20, {"begun": "made-up"}, "This page was open for a long time."),
        (20, {"begun": ""}, "This page was open for a long time."),
        (20, {"subject": "Cheap pills"}, "A field that has to stay empty was filled in"),
    ],
)
def test_create_inquiry_by_a_program_is_refused_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, seconds: float, changed: dict[str, str], words: str
) -> None:
    response = _sent_after(client, seconds, **changed)
    assert response.status_code == 422
    assert words in response.text
    assert all(typed in response.text for typed in INQUIRY.values())
    assert "Cheap pills" not in response.text
    assert _inquiries(app) == []


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("seconds", "changed"), [(0.5, {}), (86_500, {}), (20, {"subject": "Cheap pills"})]
)
def test_create_inquiry_that_was_refused_can_be_sent_again_as_it_is(
    app: Flask, client: FlaskClient, seconds: float, changed: dict[str, str]
) -> None:
    """A person whose browser filled in a field, or who left the page open over night, has lost nothing."""
    with clock.moved(dt.timedelta(seconds=seconds) if seconds > 20 else dt.timedelta()):
        refused = _sent_after(client, seconds, **changed)
        hidden = hidden_in(refused.text)
    with clock.moved(dt.timedelta(seconds=2 * seconds + 5)):
        again = client.post(f"{PAGE}/inquiries", data={**hidden, **INQUIRY})
    assert again.status_code == 303
    assert len(_inquiries(app)) == 1


def test_create_inquiry_hides_its_trap_from_people_and_keyboards(
    client: FlaskClient, scene: factories.Scene
) -> None:
    page = client.get(PAGE).text
    trap = re.search(r"<div hidden>(.*?)</div>", page, re.DOTALL)
    assert trap
    assert 'name="subject"' in trap.group(1)
    assert 'tabindex="-1"' in trap.group(1)


def test_create_inquiry_copies_at_most_three_a_day_and_answers_the_same(
    limited_client: FlaskClient,
) -> None:
    answers = [_send(limited_client, message=f"Question {n}") for n in range(5)]
    assert {(one.status_code, one.location) for one in answers} == {
        (303, f"{PAGE}?written=yes#write")
    }
    with limited_client.application.app_context():
        kinds = list(db.session.scalars(select(OutboxMail.kind)))
    assert kinds.count("programs.inquiry") == 5
    assert kinds.count("programs.inquiry_copy") == 3
