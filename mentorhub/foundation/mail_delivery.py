"""Writes and sends what the outbox holds: leases some rows, talks to the server outside any lock, marks each."""

import datetime as dt
import logging
import smtplib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from jinja2 import Environment, StrictUndefined
from sqlalchemy import func, or_, select, update

from mentorhub.foundation import clock
from mentorhub.foundation.config import fitted, settings
from mentorhub.foundation.database import SYSTEM, db, leave_database, transaction
from mentorhub.foundation.mail import OutboxMail, written_for

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=2)
ATTEMPTS_MAX = 12  # about two days with the backoff below
SMTP_TIMEOUT_SECONDS = 15
MAILBOX = "mailbox:"  # the demo's and the tests' server: the outbox itself is the mailbox


@dataclass(frozen=True)
class _Letter:
    """What writing and sending need, read before the lease's transaction ended."""

    id: int
    kind: str
    to_name: str
    to_address: str
    reply_to: str
    locale: str
    zone: str
    subject: str
    facts: dict[str, Any]
    text_body: str
    html_body: str
    message_id: str
    attempts: int


def send_due(*, limit: int = 50) -> int:
    """Write and send up to `limit` due messages; returns how many are still due afterwards."""
    letters = _written(_lease(limit=limit))
    leave_database()
    for letter in letters:
        try:
            _send(letter)
        except Exception as error:
            # Whatever is wrong with one letter (its address, its server) never stops the rest.
            _put_off(letter, error)
        else:
            _mark_sent(letter)
    return _due_count()


def render(mail: "OutboxMail | _Letter") -> tuple[str, str]:
    """A message's text and HTML: as it was first written, else as it would be written now.

    Raises Jinja's errors, also for a fact that its templates read and it does not hold.
    """
    if mail.text_body:
        return mail.text_body, mail.html_body
    room, _, name = mail.kind.partition(".")
    facts = {"subject": mail.subject, "to_name": mail.to_name, **mail.facts}
    templates = fitted("mail_templates", _templates)
    with written_for(mail.locale, mail.zone):
        text, html = (
            templates.get_template(f"{room}/emails/{name}.{kind}").render(facts)
            for kind in ("txt", "html")
        )
    return text, html


def backoff(attempts: int) -> dt.timedelta:
    """How long to wait after so many failed attempts: 1 minute doubling to 8 hours at most."""
    return min(dt.timedelta(minutes=2 ** max(attempts - 1, 0)), dt.timedelta(hours=8))


def _lease(*, limit: int) -> list[_Letter]:
    now = clock.now()
    due = (
        select(OutboxMail.id)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.gave_up_at.is_(None),
            OutboxMail.due_at <= now,
            or_(OutboxMail.lease_until.is_(None), OutboxMail.lease_until < now),
        )
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with transaction(viewer=SYSTEM) as session:
        rows = session.scalars(
            update(OutboxMail)
            .where(OutboxMail.id.in_(due))
            .values(lease_until=now + LEASE, attempts=OutboxMail.attempts + 1)
            .returning(OutboxMail),
            execution_options={"synchronize_session": False},
        ).all()
        return [
            _Letter(**{name: getattr(row, name) for name in _Letter.__dataclass_fields__})
            for row in sorted(rows, key=lambda row: row.id)
        ]


def _written(letters: Iterable[_Letter]) -> list[_Letter]:
    """Those that could be written, their words kept before any is sent: a resend says the same."""
    ready, new = [], []
    for letter in letters:
        try:
            text, html = render(letter)
        except Exception as error:
            _put_off(letter, error)
            continue
        ready.append(replace(letter, text_body=text, html_body=html))
        if not letter.text_body:
            new.append({"id": letter.id, "text_body": text, "html_body": html})
    if new:
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(OutboxMail), new)
    return ready


def _templates() -> Environment:
    """The app's own, but a letter with a gap in it is not sent."""
    return current_app.jinja_env.overlay(undefined=StrictUndefined)


def _send(letter: _Letter) -> None:
    url = settings().mail_url
    if url == MAILBOX:
        return
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    server_type = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with server_type(
        parts.hostname or "", parts.port or (465 if secure else 25), timeout=SMTP_TIMEOUT_SECONDS
    ) as server:
        if not secure and "starttls" in parts.query:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(_message(letter))


def _message(letter: _Letter) -> EmailMessage:
    host = settings().environment.partition(":")[0]
    message = EmailMessage()
    message["From"] = Address("MentorHub", "post", host)
    message["To"] = _address(letter)
    message["Subject"] = letter.subject
    message["Message-ID"] = letter.message_id
    message["Date"] = formatdate(localtime=False)
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.text_body)
    message.add_alternative(letter.html_body, subtype="html")
    return message


def _address(letter: _Letter) -> Address:
    """The domain in ASCII, so that only a name beyond ASCII needs a server that takes such (RFC 6531)."""
    local, _at, domain = letter.to_address.rpartition("@")
    return Address(letter.to_name, local, domain.encode("idna").decode())


def _mark_sent(letter: _Letter) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.id == letter.id)
            .values(sent_at=clock.now(), lease_until=None, last_error="")
        )


def _put_off(letter: _Letter, error: Exception) -> None:
    log.warning("mail %s was not sent: %s", letter.message_id, type(error).__name__)
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.id == letter.id)
            .values(
                due_at=now + backoff(letter.attempts),
                lease_until=None,
                last_error=type(error).__name__,
                gave_up_at=now if letter.attempts >= ATTEMPTS_MAX else None,
            )
        )


def _due_count() -> int:
    now = clock.now()
    due = select(func.count()).where(
        OutboxMail.sent_at.is_(None), OutboxMail.gave_up_at.is_(None), OutboxMail.due_at <= now
    )
    return db.session.scalar(due) or 0
