"""Leases on the outbox: several workers share its rows, none waits for another, and a lost lease changes nothing.

A lease is short and is renewed while its worker lives; one that dies leaves its letters to others within `LEASE`.
"""

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.config import fitting
from mentorhub.foundation.database import (
    SYSTEM,
    leave_database,
    new_public_id,
    reading,
    transaction,
)
from mentorhub.foundation.jobs import Jobs
from mentorhub.foundation.mail import OutboxMail, is_unsent
from mentorhub.foundation.mail_letters import Letter

log = logging.getLogger(__name__)
LEASE = dt.timedelta(
    seconds=30
)  # far less than the shortest hold, whose mail must not come too late
RENEWED_SECONDS = LEASE.total_seconds() / 3
ENDED: dict[str, Any] = {"lease": "", "lease_until": None}


def lease(*, limit: int) -> list[Letter]:
    """Take due rows for a while, in the order of sending; whoever else looks meanwhile passes them by."""
    now = clock.now()
    due = (
        select(OutboxMail.id)
        .where(
            *is_unsent(),
            OutboxMail.due_at <= now,
            or_(OutboxMail.lease_until.is_(None), OutboxMail.lease_until < now),
        )
        .order_by(OutboxMail.rank, OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with transaction(viewer=SYSTEM) as session:
        rows = session.scalars(
            update(OutboxMail)
            .where(OutboxMail.id.in_(due))
            .values(
                lease=new_public_id(), lease_until=now + LEASE, attempts=OutboxMail.attempts + 1
            )
            .returning(OutboxMail),
            execution_options={"synchronize_session": False},
        ).all()
        return [
            Letter.of(row) for row in sorted(rows, key=lambda row: (row.rank, row.due_at, row.id))
        ]


@contextmanager
def renewing(letters: Iterable[Letter]) -> Iterator[None]:
    """Inside, these letters' leases are renewed by a thread, however long the mail server takes for one of them."""
    names = {letter.lease for letter in letters}
    jobs: Jobs = fitting("jobs")
    app, done = jobs.app, threading.Event()

    def renew() -> None:
        while not done.wait(RENEWED_SECONDS):
            try:
                with app.app_context():
                    _renew(names)
            except Exception:  # the next letter asks whether it is ours still
                log.exception("the leases of letters were not renewed")

    thread = threading.Thread(target=renew, name="leases", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def is_ours(letter: Letter) -> bool:
    """Whether a letter is ours to send, just before it goes; a lease that is half over is renewed first.

    Leaves the database, since the mail server is asked next.
    """
    with reading(viewer=SYSTEM) as session:
        columns = OutboxMail.lease_until, clock.asked()
        row = session.execute(select(*columns).where(*_held(letter))).first()
    until, asked = row or (None, None)
    found = until is not None
    if until is not None and until - (now := clock.told(asked)) < LEASE / 2:
        with transaction(viewer=SYSTEM) as session:
            found = change(session, letter, lease_until=now + LEASE)
    leave_database()
    return found


def change(session: Session, letter: Letter, **values: Any) -> bool:
    """Change a row while its lease is still this one: a later lease is another worker's. Whether it was."""
    done = session.execute(update(OutboxMail).where(*_held(letter)).values(**values))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def untouched(letter: Letter) -> dict[str, Any]:
    """The values of a letter that was leased and not tried."""
    return {**ENDED, "attempts": letter.attempts - 1}


def release(letters: Iterable[Letter]) -> None:
    """Give back what was not tried: it is due at once, for anybody."""
    with transaction(viewer=SYSTEM) as session:
        for letter in letters:
            change(session, letter, **untouched(letter))


def _held(letter: Letter) -> tuple[Any, ...]:
    return OutboxMail.id == letter.id, OutboxMail.lease == letter.lease, *is_unsent()


def _renew(names: set[str]) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.lease.in_(names), *is_unsent())
            .values(lease_until=clock.now() + LEASE)
            .execution_options(synchronize_session=False)
        )
