"""Claims on the outbox: several workers share its rows, none waits for another, and a lost claim changes nothing.

A claim is short and is renewed while its worker runs; one that dies leaves its emails to others within `CLAIM`.
"""

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import CursorResult, bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.sessions import leave_database, reading, transaction
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.jobs import Jobs
from mentorhub.mail.message import OutgoingMail
from mentorhub.mail.outbox import UNSENT, OutboxMail, is_unsent

log = logging.getLogger(__name__)
# Far less than the shortest hold, whose mail must not come too late.
CLAIM = dt.timedelta(seconds=30)
RENEWED_SECONDS = CLAIM.total_seconds() / 3
ENDED: dict[str, Any] = {"claim": "", "claimed_until": None}
# Built once: each email is asked for and marked, and building the statements takes longer than running them.
_OUTBOX = OutboxMail.metadata.tables[OutboxMail.__tablename__]
_HELD_UNTIL = select(_OUTBOX.c.claimed_until, clock.asked()).where(
    _OUTBOX.c.id == bindparam("mail_id"), _OUTBOX.c.claim == bindparam("holder"), text(UNSENT)
)
_MARK_SENT = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("mail_id"))
    .values(sent_at=bindparam("now"), failed_at=None, last_error="", **ENDED)
)


def claim(*, limit: int) -> list[OutgoingMail]:
    """Claim due rows for `CLAIM`, in the order of sending; other workers skip them meanwhile."""
    now = clock.now()
    due = (
        select(OutboxMail.id)
        .where(
            *is_unsent(),
            OutboxMail.due_at <= now,
            or_(OutboxMail.claimed_until.is_(None), OutboxMail.claimed_until < now),
        )
        .order_by(OutboxMail.rank, OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
        # PostgreSQL may run a plain subquery once per row, skip what it has locked, and claim more than `limit`.
        .prefix_with("MATERIALIZED")
    )
    with transaction(viewer=SYSTEM) as session:
        rows = session.scalars(
            update(OutboxMail)
            .where(OutboxMail.id.in_(select(due.c.id)))
            .values(
                claim=new_public_id(), claimed_until=now + CLAIM, attempts=OutboxMail.attempts + 1
            )
            .returning(OutboxMail),
            execution_options={"synchronize_session": False},
        ).all()
        return [
            OutgoingMail.of(row)
            for row in sorted(rows, key=lambda row: (row.rank, row.due_at, row.id))
        ]


@contextmanager
def renewing(mails: Iterable[OutgoingMail]) -> Iterator[None]:
    """Inside, a thread renews the claims of these emails, however long the mail server takes for one of them."""
    names = {mail.claim for mail in mails}
    jobs: Jobs = extension("jobs")
    app, done = jobs.app, threading.Event()

    def renew() -> None:
        while not done.wait(RENEWED_SECONDS):
            try:
                with app.app_context():
                    _renew(names)
            except Exception:  # before each email, `is_ours` checks again
                log.exception("the claims of emails were not renewed")

    thread = threading.Thread(target=renew, name="mail-claims", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def is_ours(mail: OutgoingMail) -> bool:
    """Whether an email is ours to send, just before it goes; a claim that is half over is renewed first.

    Leaves the database, since the mail server is asked next.
    """
    with reading(viewer=SYSTEM) as session:
        until, now = _held_until(session, mail)
    found = until is not None
    if until is not None and _is_half_over(until, now):
        with transaction(viewer=SYSTEM) as session:
            found = change(session, mail, claimed_until=now + CLAIM)
    leave_database()
    return found


def mark_sent(mail: OutgoingMail, *, following: OutgoingMail | None = None) -> bool:
    """Record that the server has accepted an email, whoever holds its claim by now.

    Asks in the same commit for the one that is to go next; returns whether that is ours as it is.
    """
    until = None
    with transaction(viewer=SYSTEM) as session:
        if following is None:
            now = clock.now()
        else:
            until, now = _held_until(session, following)
        session.execute(_MARK_SENT, {"mail_id": mail.id, "now": now})
    return until is not None and not _is_half_over(until, now)


def change(session: Session, mail: OutgoingMail, **values: Any) -> bool:
    """Change a row while this claim still holds: a later claim is another worker's. Returns whether it held."""
    changed = update(OutboxMail).where(*_held(mail)).values(**values)
    done = session.execute(changed, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def untouched(mail: OutgoingMail) -> dict[str, Any]:
    """The values of an email that was claimed and not tried."""
    return {**ENDED, "attempts": mail.attempts - 1}


def release(mails: Iterable[OutgoingMail]) -> None:
    """Give back what was not tried: it is due at once, for anybody."""
    with transaction(viewer=SYSTEM) as session:
        for mail in mails:
            change(session, mail, **untouched(mail))


def _held_until(session: Session, mail: OutgoingMail) -> tuple[dt.datetime | None, dt.datetime]:
    """Until when an email is ours, None where it is not; and what time it is."""
    row = session.execute(_HELD_UNTIL, {"mail_id": mail.id, "holder": mail.claim}).first()
    return (row[0], clock.told(row[1])) if row else (None, clock.now())


def _is_half_over(until: dt.datetime, now: dt.datetime) -> bool:
    return until - now < CLAIM / 2


def _held(mail: OutgoingMail) -> tuple[Any, ...]:
    return OutboxMail.id == mail.id, OutboxMail.claim == mail.claim, *is_unsent()


def _renew(names: set[str]) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.claim.in_(names), *is_unsent())
            .values(claimed_until=clock.now() + CLAIM)
            .execution_options(synchronize_session=False)
        )
