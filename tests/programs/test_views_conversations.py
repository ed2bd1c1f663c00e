"""A visitor's own page: by link alone, written on, deleted; what is refused stays typed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorhub.app import create_app
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.mail.outbox import OutboxMail
from mentorhub.programs.actions import answers
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from tests.conftest import dispose, settings_for
from tests.support import conversing, factories
from tests.support.forms import submit

HOSTILE = '"><script>alert(1)</script> https://evil.example'


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def page(app: Flask, scene: factories.Scene) -> str:
    """The address of a visitor's page."""
    with app.app_context():
        return f"/inquiries/{db.session.get_one(Inquiry, conversing.asked(scene)).token}"


@pytest.fixture
def limited(database_url: str) -> Iterator[tuple[FlaskClient, str]]:
    """A browser before an app whose limits are on, and a visitor's page."""
    app = create_app(replace(settings_for(database_url), testing=False))
    with app.app_context():
        asked = conversing.asked(factories.scene())
        token = db.session.get_one(Inquiry, asked).token
    yield app.test_client(), f"/inquiries/{token}"
    dispose(app)


def _answer(app: Flask, scene: factories.Scene, act: str, words: str, seen: int = 1) -> None:
    with app.app_context():
        asked = db.session.scalars(select(Inquiry.id)).one()
        getattr(answers, act)(asked, viewer=USER(scene.mentor_id), message=words, seen=seen)


def _count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_show_conversation_shows_both_sides_and_is_no_ones_else(
    app: Flask, client: FlaskClient, scene: factories.Scene, page: str
) -> None:
    _answer(app, scene, "answer_inquiry", "Tuesdays <i>are</i> fine.")
    shown = client.get(page)
    assert shown.status_code == 200
    assert conversing.WORDS in shown.text
    assert "Tuesdays &lt;i&gt;are&lt;/i&gt; fine." in shown.text
    assert "bo@example.org" not in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in shown.text


@pytest.mark.parametrize("token", ["made-up", "x" * 300, "%00"])
def test_show_conversation_by_another_link_is_not_found(
    client: FlaskClient, scene: factories.Scene, page: str, token: str
) -> None:
    assert client.get(f"/inquiries/{token}").status_code == 404
    assert client.get(page[:-1] + ("a" if page[-1] != "a" else "b")).status_code == 404


def test_create_message_goes_to_the_practice(
    app: Flask, client: FlaskClient, scene: factories.Scene, page: str
) -> None:
    _answer(app, scene, "answer_inquiry", "Yes.")
    sent = submit(client, f"{page}/messages", page=page, message="And Wednesday?\r\nOr not?")
    assert (sent.status_code, sent.location) == (303, page)
    shown = client.get(page).text
    assert "Your message has been sent to Ines Halvorsen Mentoring." in shown
    assert "And Wednesday?<br>Or not?" in shown
    with app.app_context():
        kinds = db.session.scalars(select(OutboxMail.kind)).all()
    assert kinds.count("programs.inquiry_again") == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [("", "Please write your message."), ("x" * 4001, "at most 4000 characters")],
)
def test_create_message_refuses_beside_the_field(
    app: Flask, client: FlaskClient, page: str, words: str, why: str
) -> None:
    refused = submit(client, f"{page}/messages", page=page, message=words)
    assert refused.status_code == 422
    assert why in refused.text
    assert 'aria-describedby="message-error"' in refused.text
    assert words in refused.text
    assert _count(app, InquiryMessage) == 1


def test_create_message_shows_hostile_words_as_words(client: FlaskClient, page: str) -> None:
    submit(client, f"{page}/messages", page=page, message=HOSTILE)
    shown = client.get(page).text
    assert "<script>alert" not in shown
    assert 'href="https://evil' not in shown


def test_create_message_after_the_practice_ended_it_keeps_the_words(
    app: Flask, client: FlaskClient, scene: factories.Scene, page: str
) -> None:
    form = client.get(page).text
    _answer(app, scene, "decline_inquiry", "")
    assert "has ended this conversation" in client.get(page).text
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    refused = client.post(
        f"{page}/messages", data={"csrf_token": token, "message": "One more thing"}
    )
    assert refused.status_code == 422
    assert "has ended this conversation meanwhile." in refused.text
    assert "One more thing" in refused.text
    assert f"/programs/{scene.slug}#write" in refused.text


def test_create_message_too_often_waits_and_keeps_the_words(
    limited: tuple[FlaskClient, str],
) -> None:
    client, page = limited
    sent = [submit(client, f"{page}/messages", page=page, message=f"Again {n}") for n in range(11)]
    assert [one.status_code for one in sent] == [303] * 10 + [429]
    assert "Again 10" in sent[10].text
    assert int(sent[10].headers["Retry-After"]) > 3500


def test_delete_conversation_deletes_all_of_it_and_tells_the_practice(
    app: Flask, client: FlaskClient, scene: factories.Scene, page: str
) -> None:
    gone = submit(client, f"{page}/deletion", page=page)
    assert (gone.status_code, gone.location) == (303, f"/programs/{scene.slug}")
    assert "Deleted." in client.get(gone.location).text
    assert (_count(app, Inquiry), _count(app, InquiryMessage)) == (0, 0)
    assert client.get(page).status_code == 404
    with app.app_context():
        mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
        assert mail and mail.kind == "programs.inquiry_deleted"
        assert mail.subject == "Bo Berg has deleted their inquiry"


def test_create_message_without_a_token_changes_nothing(
    app: Flask, client: FlaskClient, page: str
) -> None:
    assert client.post(f"{page}/messages", data={"message": "Mine"}).status_code == 400
    assert client.post(f"{page}/deletion").status_code == 400
    assert (_count(app, Inquiry), _count(app, InquiryMessage)) == (1, 1)
