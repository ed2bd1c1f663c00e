"""The outbox: written in the action's own transaction, in its reader's language, place and money."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import get_locale, get_timezone
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail import outbox
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
TEMPLATES = {
    "package/emails/offer.txt": "{{ subject }}\n{{ name }}: {{ amount|money('eur') }}, {{ at|datetime }}",
    "package/emails/offer.html": "<p>{{ name }}: {{ amount|money('eur') }}, {{ at|datetime }}</p>",
}


@pytest.fixture(autouse=True)
def _templates(in_app: Flask) -> None:
    """A mail of a package that does not exist, beside the app's own templates."""
    loaders = [DictLoader(TEMPLATES), in_app.jinja_env.loader]
    in_app.jinja_env.loader = ChoiceLoader([loader for loader in loaders if loader])


def test_a_mail_is_written_in_the_readers_money_and_place() -> None:
    text, html = render(_queued(locale="en_GB", zone="Europe/Oslo"))
    assert text.startswith("A seat for you\nBríd <b>: €640.50")
    assert "14:00 in Oslo" in text
    assert "14:00" in html


def test_another_reader_gets_another_text() -> None:
    text, _ = render(_queued(locale="de_DE", zone="America/New_York"))
    assert "640,50\u00a0€" in text
    assert "08:00" in text


def test_html_is_escaped_and_text_is_not() -> None:
    text, html = render(_queued())
    assert "Bríd <b>" in text
    assert "Bríd &lt;b&gt;" in html


def test_an_action_writes_no_bodies() -> None:
    sent = _queued()
    assert (sent.text_body, sent.html_body) == ("", "")


@pytest.mark.parametrize(
    "value",
    [
        NOW,
        NOW.astimezone(ZoneInfo("Asia/Tokyo")),
        dt.date(2026, 7, 1),
        None,
        True,
        ["a", 1, {"on": dt.date(2026, 7, 1)}],
        {"seat": {"number": 3, "until": NOW}},
    ],
)
def test_a_value_outlives_the_outbox(value: Any) -> None:
    number = _queued(fact=value).id
    db.session.rollback()
    assert db.session.get_one(OutboxMail, number).context["fact"] == value


def test_a_tuple_comes_back_as_a_list() -> None:
    number = _queued(fact=(1, 2)).id
    db.session.rollback()
    assert db.session.get_one(OutboxMail, number).context["fact"] == [1, 2]


@pytest.mark.parametrize("value", [{1, 2}, object(), OutboxMail(), [b""], {"a": object()}])
def test_a_mail_keeps_no_rows(value: Any) -> None:
    with pytest.raises((StatementError, TypeError), match="a mail stores values, not"):
        _queued(fact=value)


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
    assert (sent.kind, sent.due_at, sent.attempts) == ("package.offer", NOW, 0)


def test_an_action_that_fails_sends_nothing() -> None:
    with pytest.raises(KeyError), transaction(viewer=SYSTEM) as session:
        outbox.queue(session, "package/emails/offer", **_mail())
        raise KeyError
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_one_fact_is_told_once_also_within_an_action() -> None:
    with transaction(viewer=SYSTEM) as session:
        for fact_key in ("seat 1 lapsed", "seat 1 lapsed", "seat 2 lapsed", None, None):
            outbox.queue(session, "package/emails/offer", **_mail(), fact_key=fact_key)
    _queued(fact_key="seat 1 lapsed")
    kept = db.session.scalars(select(OutboxMail.fact_key).order_by(OutboxMail.id)).all()
    assert kept == ["seat 1 lapsed", "seat 2 lapsed", None, None]


def test_an_optional_mail_says_whose_wish_is_asked() -> None:
    with (
        pytest.raises(ValueError, match="whose preferences"),
        transaction(viewer=SYSTEM) as session,
    ):
        outbox.queue(session, "reviews/emails/review_written", **_mail())


def test_texts_outside_are_not_for_the_reader() -> None:
    with outbox.written_for("de_DE", "Asia/Tokyo"):
        assert (str(get_locale()), outbox.reader.get()) == (
            "de_DE",
            outbox.Reader("de_DE", "Asia/Tokyo"),
        )
    assert outbox.reader.get() is None
    assert (str(get_locale()), str(get_timezone())) == ("en_GB", "UTC")


def _queued(**changed: Any) -> OutboxMail:
    with transaction(viewer=SYSTEM) as session:
        outbox.queue(session, "package/emails/offer", **{**_mail(), **changed})
    newest = select(OutboxMail).order_by(OutboxMail.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def _mail() -> dict[str, Any]:
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
