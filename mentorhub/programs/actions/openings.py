"""Being told when a cohort opens: asked for, confirmed by the mailed link, taken back; announced, and forgotten."""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.retention import forget_address
from mentorhub.programs import emails
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.openings import OpeningNotice
from mentorhub.programs.queries.openings import is_ahead, is_leaving, is_open, is_over
from mentorhub.programs.rules.openings import NoOpeningAhead


def ask_for_opening(cohort_id: int, *, email: str) -> None:
    """Mail the link by which this address confirms that it wants to be told; one that is on the list gets it again.

    Raises `NoOpeningAhead`, `NotFound`.
    """
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        program_id = session.scalar(select(Cohort.program_id).where(Cohort.id == cohort_id))
        if program_id is None:
            raise NotFound
        # Two who ask at once wait for each other; the constraint would refuse the second without a word.
        session.get_one(
            Program, program_id, with_for_update={"key_share": True}, populate_existing=True
        )
        cohort = session.get_one(Cohort, cohort_id, populate_existing=True)
        if not is_ahead(cohort, now=now):
            raise NoOpeningAhead
        notice = _known(session, cohort, email) or _new(session, cohort, email, now=now)
        emails.queue_opening_link(session, notice, now=now)


def confirm_opening(notice_id: int) -> None:
    """This address wants to be told. Doing it twice changes nothing. Raises `NoOpeningAhead`, `NotFound`."""
    with transaction(viewer=PUBLIC) as session:
        now, notice = clock.now(), _locked(session, notice_id)
        if not is_ahead(notice.cohort, now=now):
            raise NoOpeningAhead
        notice.confirmed_at = notice.confirmed_at or now


def take_off_opening(notice_id: int) -> None:
    """Erase this address from the list. Doing it twice changes nothing."""
    with transaction(viewer=PUBLIC) as session:
        session.execute(delete(OpeningNotice).where(OpeningNotice.id == notice_id))


def announce_opening(notice_id: int) -> bool:
    """Mail that enrolment is open, once; False where that is not (any more) to be said. Raises `NotFound`."""
    with transaction(viewer=SYSTEM) as session:
        now, notice = clock.now(), _locked(session, notice_id)
        is_due = notice.confirmed_at is not None and notice.mailed_at is None
        if not is_due or not is_open(notice.cohort, now=now):
            return False
        notice.mailed_at = now
        emails.queue_opening(session, notice, now=now)
        return True


def forget_opening(notice_id: int) -> bool:
    """Erase an address whose time is over, or whose account is erased; False where it is not due."""
    with transaction(viewer=SYSTEM) as session:
        now, notice = clock.now(), _locked(session, notice_id)
        this = OpeningNotice.id == notice_id
        due = select(OpeningNotice.id).join(Cohort, Cohort.id == OpeningNotice.cohort_id)
        if session.scalar(due.where(this, is_over(now))) is None:
            return False
        if session.scalar(due.where(this, is_leaving(now))) is not None:
            forget_address(session, notice.email, package="programs", now=now)
        session.execute(delete(OpeningNotice).where(this))
        return True


def _known(session: Session, cohort: Cohort, email: str) -> OpeningNotice | None:
    """The notice of this address, unless it was for an opening that was taken back after its email: that is over."""
    known = session.scalar(
        select(OpeningNotice)
        .where(OpeningNotice.cohort_id == cohort.id, OpeningNotice.email_key == email_key(email))
        .execution_options(populate_existing=True)
    )
    if known is not None and known.mailed_at is not None:
        session.delete(known)
        session.flush()
        return None
    return known


def _new(session: Session, cohort: Cohort, email: str, *, now: dt.datetime) -> OpeningNotice:
    notice = OpeningNotice(
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        email=email,
        email_key=email_key(email),
        created_at=now,
    )
    session.add(notice)
    session.flush()
    return notice


def _locked(session: Session, notice_id: int) -> OpeningNotice:
    notice = session.get(OpeningNotice, notice_id, with_for_update=True, populate_existing=True)
    if notice is None:
        raise NotFound
    return notice
