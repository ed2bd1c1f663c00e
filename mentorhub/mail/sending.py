"""Renders and sends what the outbox holds: claims some rows, talks to the server outside any lock, marks each."""

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from flask import current_app
from jinja2 import Environment, StrictUndefined
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock, links
from mentorhub.foundation.config import extension_or_new, settings
from mentorhub.foundation.database.sessions import leave_database, reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import current_run, in_batches
from mentorhub.foundation.findings import close_findings, open_finding
from mentorhub.foundation.names import isolated
from mentorhub.mail.claims import (
    ENDED,
    change,
    claim,
    is_ours,
    mark_sent,
    release,
    renewing,
    untouched,
)
from mentorhub.mail.digest import digested
from mentorhub.mail.message import OutgoingMail, Unwritable, message_of
from mentorhub.mail.outbox import OutboxMail, is_unsent, written_for
from mentorhub.mail.preferences_filter import filtered, must_wait
from mentorhub.mail.smtp import Connection, Refused, Silent

log = logging.getLogger(__name__)
ATTEMPTS_MAX = 12  # about a day with the waits below
LONGEST_WAIT = dt.timedelta(hours=8)
SERVER_WAIT = dt.timedelta(minutes=1)
BATCH = 50
BATCH_SECONDS = 2.0  # then the most urgent are claimed again, however slow the server is
SERVER = "mail server"  # the subject of the finding that it is silent


def send_due(*, limit: int = BATCH) -> int:
    """Write and send whatever is due, `limit` messages at a time; returns how many are still due afterwards.

    Each time the most urgent are taken, so a link to sign in waits for one such batch at most.
    """
    connection = Connection(settings().mail_url)
    try:
        in_batches(lambda: _send_some(connection, limit=limit))
    finally:
        leave_database()
        connection.close()
    return _due_count()


def render(mail: "OutboxMail | OutgoingMail") -> tuple[str, str]:
    """A message's text and HTML: as it was first written, else as it would be written now.

    Raises Jinja's errors, also for a value that its templates read and its context lacks.
    """
    if mail.text_body:
        return mail.text_body, mail.html_body
    package, _, name = mail.kind.partition(".")
    unsubscribe = mail.unsubscribe if isinstance(mail, OutgoingMail) else ""
    context = {
        "subject": mail.subject,
        "to_name": _isolated(mail.to_name),
        "unsubscribe": unsubscribe,
        "messages": links.absolute("/account/messages"),
        **_isolated(mail.context),
    }
    templates = extension_or_new("mail_templates", _templates)
    with written_for(mail.locale, mail.zone):
        text, html = (
            templates.get_template(f"{package}/emails/{name}.{kind}").render(context)
            for kind in ("txt", "html")
        )
    return text, html


def _isolated(value: Any) -> Any:
    """A name in the context turns no sentence round; what is to be copied, an address or a link, stays as it is."""
    if isinstance(value, dict):
        return {name: _isolated(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_isolated(each) for each in value]
    is_name = isinstance(value, str) and not any(sign in value for sign in ("@", "://", "\n"))
    return isolated(value) if is_name else value


def backoff(attempts: int, *, key: str) -> dt.timedelta:
    """How long to wait after so many failed attempts: 1 minute doubling to 8 hours, less up to a quarter.

    How much less follows from `key` (the Message-ID) and the attempt: emails that failed together come back
    apart, and each the same way in every run.
    """
    whole = min(dt.timedelta(minutes=2 ** max(attempts - 1, 0)), LONGEST_WAIT)
    drawn = hashlib.sha256(f"{key} {attempts}".encode()).digest()[0] / 255
    return whole * (1 - drawn / 4)


def _send_some(connection: Connection, *, limit: int) -> int:
    """One batch; how many emails it took up, 0 where the server is silent: then no other has a better chance."""
    claimed = claim(limit=limit)
    if not claimed:
        return 0
    with renewing(claimed):
        mails = _rendered(digested(filtered(claimed)))
        return len(claimed) if _send_all(mails, connection) else 0


def _rendered(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """Those that could be rendered, their words stored before any is sent: a resend says the same."""
    ready, new = [], []
    for mail in mails:
        try:
            text, html = render(mail)
        except Exception as error:
            _put_off(mail, type(error).__name__)
            continue
        ready.append(replace(mail, text_body=text, html_body=html))
        if not mail.text_body:
            new.append({"id": mail.id, "text_body": text, "html_body": html})
    if new:
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(OutboxMail), new)
    return ready


def _templates() -> Environment:
    """The app's own, but an email with a missing value is not sent."""
    return current_app.jinja_env.overlay(undefined=StrictUndefined)


def _send_all(mails: Sequence[OutgoingMail], connection: Connection) -> bool:
    """Each email on its own: whatever is wrong with one never stops the rest. A silent server stops all: False.

    What there is no time for is released: more urgent ones may have been queued, or the worker is to stop.
    """
    sent, ends, run = 0, time.monotonic() + BATCH_SECONDS, current_run()
    ours: OutgoingMail | None = None  # as the commit that marked the one before it has seen
    for position, (mail, following) in enumerate(zip_longest(mails, mails[1:])):
        if position and (time.monotonic() >= ends or run.is_over()):
            release(mails[position:])
            break
        if must_wait(mail) or not (mail is ours or is_ours(mail)):
            continue
        try:
            connection.send(message_of(mail))
        except Silent as error:
            _wait_for_server(mails[position:], str(error))
            return False
        except (Refused, Unwritable) as error:
            _put_off(mail, str(error), is_final=True)
        except Exception as error:
            _put_off(mail, str(error) or type(error).__name__)
        else:
            ours = following if mark_sent(mail, following=following) else None
            sent += 1
    if sent:
        with transaction(viewer=SYSTEM) as session:
            close_findings(session, "mail_server_silent", subject_public_id=SERVER, now=clock.now())
    return True


def _put_off(mail: OutgoingMail, error: str, *, is_final: bool = False) -> None:
    """Try again later, or open a finding that nobody will: after twelve attempts, or at once where it is final."""
    log.warning(
        "mail %s was not sent", mail.message_id
    )  # the reason may name the reader: it is in the row
    is_final = is_final or mail.attempts >= ATTEMPTS_MAX
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        is_held = change(
            session,
            mail,
            due_at=now + backoff(mail.attempts, key=mail.message_id),
            last_error=error[:300],
            **ENDED,
            failed_at=now if is_final else None,
        )
        if is_final and is_held:
            open_finding(
                session,
                "mail_given_up",
                subject_type="mail",
                subject_public_id=mail.public_id,
                practice_id=mail.practice_id,
                now=now,
                detail=f"{mail.kind}: {error}"[:300],
            )


def _wait_for_server(mails: Iterable[OutgoingMail], error: str) -> None:
    """No email's fault, so no attempt counts: all wait a minute, for as many days as it takes; a finding says so."""
    log.warning("the mail server is silent: %s", error)
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        for mail in mails:
            change(
                session,
                mail,
                due_at=now + SERVER_WAIT,
                last_error=error[:300],
                **untouched(mail),
            )
    with transaction(viewer=SYSTEM) as session:
        try:
            with session.begin_nested():
                open_finding(
                    session,
                    "mail_server_silent",
                    subject_type="server",
                    subject_public_id=SERVER,
                    now=now,
                    detail=error,
                )
        except IntegrityError:
            log.info("another worker has opened the finding")


def _due_count() -> int:
    with reading(viewer=SYSTEM) as session:
        due = select(func.count()).where(*is_unsent(), OutboxMail.due_at <= clock.now())
        return session.scalar(due) or 0
