"""How long the outbox stores what has ended: words for 30 days, the row for 90. Personal data does not pile up."""

import datetime as dt

from sqlalchemy import ColumnElement, CursorResult, Select, and_, delete, func, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import in_batches
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail, is_unsent

WORDS_STORED = dt.timedelta(days=30)
ROWS_STORED = dt.timedelta(days=90)
BATCH = 1000
BLANK = {"to_name": "", "reply_to": "", "subject": "", "text_body": "", "html_body": ""}


def prune() -> int:
    """Blank and delete what is old enough, a thousand rows at a time; returns how many are left to do.

    A failed email keeps its words, so that it can be tried again, until its row is deleted.
    """
    in_batches(_prune)
    now = clock.now()
    with reading(viewer=SYSTEM) as session:
        left = select(func.count()).where(_is_over(now) | _has_said_its_words(now))
        return session.scalar(left) or 0


def forget_address(session: Session, address: str, *, package: str, now: dt.datetime) -> None:
    """Delete every ended email to an address, and those of a package that were not sent yet.

    In the caller's transaction. An email that a worker is sending just now may still arrive.
    """
    is_to = func.lower(OutboxMail.to_address) == address.lower()
    which = is_to & (_has_ended() | OutboxMail.kind.startswith(f"{package}."))
    while _remove(session, which, now=now):
        continue


def forget_mails_of(session: Session, user_ids: Select[int], *, now: dt.datetime) -> int:
    """Delete the ended emails that name these users; in the caller's transaction.

    A thousand at most; returns how many.
    """
    return _remove(session, OutboxMail.user_id.in_(user_ids) & _has_ended(), now=now)


def is_blank(mail: OutboxMail) -> bool:
    """Whether the words of an email that has ended are gone."""
    return mail.subject == ""


def _prune() -> int:
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        removed = _remove(session, _is_over(now), now=now)
        wordy = select(OutboxMail.id).where(_has_said_its_words(now)).limit(BATCH)
        blanked = session.execute(
            update(OutboxMail)
            .where(OutboxMail.id.in_(wordy.scalar_subquery()))
            .values(**BLANK, context={})
            .execution_options(synchronize_session=False)
        )
        assert isinstance(blanked, CursorResult)
        return removed + blanked.rowcount


def _remove(session: Session, which: ColumnElement[bool], *, now: dt.datetime) -> int:
    """A thousand rows at most, and closes the findings about them; returns how many."""
    rows = session.execute(
        select(OutboxMail.id, OutboxMail.public_id).where(which).limit(BATCH)
    ).all()
    public_ids = [public_id for _, public_id in rows]
    session.execute(
        update(Finding)
        .where(Finding.subject_type == "mail", Finding.subject_public_id.in_(public_ids))
        .where(Finding.closed_at.is_(None))
        .values(closed_at=now)
    )
    session.execute(delete(OutboxMail).where(OutboxMail.id.in_([row.id for row in rows])))
    return len(rows)


def _has_ended() -> ColumnElement[bool]:
    return ~and_(*is_unsent())


def _is_over(now: dt.datetime) -> ColumnElement[bool]:
    before = now - ROWS_STORED
    return (
        (OutboxMail.sent_at < before)
        | (OutboxMail.failed_at < before)
        | (OutboxMail.skipped_at < before)
    )


def _has_said_its_words(now: dt.datetime) -> ColumnElement[bool]:
    before = now - WORDS_STORED
    ended = (OutboxMail.sent_at < before) | (OutboxMail.skipped_at < before)
    return ended & (OutboxMail.subject != "")
