"""A cohort under its lock, as one value: transaction, rows and time; and the journal's entry of each change."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import NOTIFIED, LineEntry, Notified
from mentorhub.enrolment.rules.states import entry_hash, entry_text
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import write_last
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.queries.terms import agreed_terms

# What the mails of an action say of it. The programme's texts are long, and nobody reads them here.
_WITH_IT = (
    joinedload(Cohort.program)
    .load_only(Program.title, Program.practice_id)
    .joinedload(Program.practice),
)
_LOCK = select(Cohort.id).where(Cohort.id == bindparam("cohort_id")).with_for_update(key_share=True)
_NOW = (
    select(Cohort, clock.asked())
    .where(Cohort.id == bindparam("cohort_id"))
    .options(*_WITH_IT)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class LockedCohort:
    """A cohort under its lock, which the session's transaction holds; `now` (aware, UTC) is after it was taken."""

    session: Session
    cohort: Cohort
    now: dt.datetime

    def place(self, enrolment: Enrolment) -> "LockedPlace":
        """One of its places."""
        return LockedPlace(self.session, self.cohort, self.now, enrolment)

    def record(self, kind: str, *, seats: int | None = None) -> None:
        """Append an entry about the cohort; `seats` is its new count where the action changed it."""
        _append(self, None, kind, seats=seats)


@dataclass(frozen=True)
class LockedPlace(LockedCohort):
    """A place in the line of a locked cohort, read after the lock was taken."""

    enrolment: Enrolment

    @property
    def terms(self) -> ProgramTerms:
        """Those that its applicant agreed to, whatever the programme says today."""
        return agreed_terms(self.session, self.cohort.program_id, self.enrolment.terms_version)

    def record(self, kind: str, *, seats: int | None = None) -> None:
        """Append an entry about this place. The action's mails name what was written here last of it."""
        notified = _append(self, self.enrolment, kind, seats=seats)
        self.session.info.setdefault(NOTIFIED, {})[self.enrolment.id] = notified


def lock(session: Session, cohort_id: int) -> None:
    """Take the cohort's lock until the transaction ends; reads come in later statements.

    One statement for both sold two seats of one. FOR NO KEY UPDATE, since plain FOR UPDATE blocks the inserts
    that point here and deadlocks.
    """
    session.connection().execute(_LOCK, {"cohort_id": cohort_id})


def lock_cohort(session: Session, cohort_id: int) -> LockedCohort:
    """The cohort, which is there, under its lock until the transaction ends; its time is the database's."""
    lock(session, cohort_id)
    return read_locked(session, cohort_id)


def lock_place(session: Session, enrolment_id: int) -> LockedPlace:
    """The enrolment's cohort under its lock, then the enrolment read anew; raises `NotFound`."""
    cohort_id = session.scalar(select(Enrolment.cohort_id).where(Enrolment.id == enrolment_id))
    if cohort_id is None:
        raise NotFound
    found = lock_cohort(session, cohort_id)
    return found.place(session.get_one(Enrolment, enrolment_id, populate_existing=True))


def read_locked(session: Session, cohort_id: int) -> LockedCohort:
    """The cohort as it is since its lock was taken."""
    cohort, asked = session.execute(_NOW, {"cohort_id": cohort_id}).one()
    return LockedCohort(session, cohort, clock.told(asked))


def _append(
    at: LockedCohort, enrolment: Enrolment | None, kind: str, *, seats: int | None
) -> Notified:
    """To the cohort's chain: the stored text is canonical JSON without personal data."""
    cohort = at.cohort
    number = cohort.entries + 1
    text = entry_text(
        cohort=cohort.public_id,
        number=number,
        kind=kind,
        place=enrolment.place if enrolment else None,
        seat=enrolment.seat_number if enrolment else None,
        at=at.now,
        seats=seats,
    )
    notified = Notified(number, entry_hash(cohort.journal_head, text))
    write_last(
        at.session,
        LineEntry,
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        enrolment_id=enrolment.id if enrolment else None,
        number=number,
        kind=kind,
        text=text,
        previous_hash=cohort.journal_head,
        hash=notified.hash,
        at=at.now,
    )
    cohort.entries, cohort.journal_head = notified
    return notified
