"""Leases on the outbox: several workers share its rows, none waits for another, and a lost lease changes nothing."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, leave_database, transaction
from mentorhub.foundation.mail import OutboxMail, is_unsent
from mentorhub.foundation.mail_letters import Letter

LEASE = dt.timedelta(minutes=6)  # more than twice as long as a server may take for one letter


def lease(*, limit: int) -> list[Letter]:
    """Take due rows for a while, oldest first; whoever else looks meanwhile passes them by."""
    now = clock.now()
    due = (
        select(OutboxMail.id)
        .where(
            *is_unsent(),
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
        return [Letter.of(row) for row in sorted(rows, key=lambda row: row.id)]


def kept(letter: Letter) -> Letter | None:
    """The letter while it is still ours to send: a lease that is half over is renewed, one that was lost is None.

    Leaves the database, since the mail server is asked next.
    """
    now = clock.now()
    if letter.lease_until - now < LEASE / 2:
        with transaction(viewer=SYSTEM) as session:
            if not change(session, letter, lease_until=now + LEASE):
                return None
        letter = replace(letter, lease_until=now + LEASE)
    leave_database()
    return letter


def change(session: Session, letter: Letter, **values: Any) -> bool:
    """Change a row while its lease is still this one: a later lease is another worker's. Whether it was."""
    is_ours = OutboxMail.id == letter.id, OutboxMail.lease_until == letter.lease_until
    done = session.execute(update(OutboxMail).where(*is_ours, *is_unsent()).values(**values))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def untouched(letter: Letter) -> dict[str, Any]:
    """The values of a letter that was leased and not tried."""
    return {"lease_until": None, "attempts": letter.attempts - 1}
