"""The outbox: written in the deed's own transaction, in its reader's language, place and money."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask_babel import get_locale, get_timezone
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from mentorhub.foundation import mail
from mentorhub.foundation.database import SYSTEM, db, transaction
from mentorhub.foundation.mail import OutboxMail

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
TEMPLATES = {
    "room/emails/offer.txt": "{{ subject }}\n{{ name }}: {{ amount|money('eur') }}, {{ at|datetime }}",
    "room/emails/offer.html": "<p>{{ name }}: {{ amount|money('eur') }}, {{ at|datetime }}</p>",
}


@pytest.fixture(autouse=True)
def _templates(in_app: Flask) -> None:
    """A mail of a room that does not exist, beside the app's own templates."""
    loaders = [DictLoader(TEMPLATES), in_app.jinja_env.loader]
    in_app.jinja_env.loader = ChoiceLoader([loader for loader in loaders if loader])


def test_a_mail_is_written_in_the_readers_money_and_place() -> None:
    sent = _queued(locale="en_GB", zone="Europe/Oslo")
    assert sent.text_body.startswith("A seat for you\nBríd <b>: €640.50")
    assert "14:00 in Oslo" in sent.text_body
    assert "14:00" in sent.html_body


def test_another_reader_gets_another_text() -> None:
    sent = _queued(locale="de_DE", zone="America/New_York")
    assert "640,50\u00a0€" in sent.text_body
    assert "08:00" in sent.text_body


def test_html_is_escaped_and_text_is_not() -> None:
    sent = _queued()
    assert "Bríd <b>" in sent.text_body
    assert "Bríd &lt;b&gt;" in sent.html_body


def test_a_subject_is_one_line_and_not_too_long() -> None:
    sent = _queued(subject="A seat\r\nBcc: all@example.org " + "x" * 300)
    assert "\n" not in sent.subject and "\r" not in sent.subject
    assert len(sent.subject) == 250


def test_each_mail_has_its_own_message_id_at_our_address() -> None:
    first, second = _queued(), _queued()
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@localhost>")


def test_a_mail_names_its_kind_and_is_due_at_once() -> None:
    sent = _queued()
    assert (sent.kind, sent.due_at, sent.attempts) == ("room.offer", NOW, 0)


def test_a_deed_that_fails_sends_nothing() -> None:
    with pytest.raises(KeyError), transaction(viewer=SYSTEM) as session:
        mail.queue(session, "room/emails/offer", **_letter())
        raise KeyError
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_texts_outside_are_not_for_the_reader() -> None:
    with mail.written_for("de_DE", "Asia/Tokyo"):
        assert (str(get_locale()), mail.reader.get()) == (
            "de_DE",
            mail.Reader("de_DE", "Asia/Tokyo"),
        )
    assert mail.reader.get() is None
    assert (str(get_locale()), str(get_timezone())) == ("en_GB", "UTC")


def _queued(**changed: Any) -> OutboxMail:
    with transaction(viewer=SYSTEM) as session:
        queued = mail.queue(session, "room/emails/offer", **{**_letter(), **changed})
        session.flush()
        number = queued.id
    return db.session.get_one(OutboxMail, number)


def _letter() -> dict[str, Any]:
    return {
        "to_name": "Bríd",
        "to_address": "brid@example.org",
        "subject": "A seat for you",
        "locale": "en_GB",
        "zone": "UTC",
        "now": NOW,
        "name": "Bríd <b>",
        "amount": 64050,
        "at": NOW,
    }
