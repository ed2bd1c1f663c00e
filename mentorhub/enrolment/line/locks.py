"""The cohort's lock: everything in `line` happens under it."""

import datetime as dt

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program

# What the mails of an action say of it. The programme's texts are long, and nobody reads them here.
_WITH_IT = (
    joinedload(Cohort.program)
    .load_only(Program.title, Program.practice_id)
    .joinedload(Program.practice),
)

_NOW = (
    select(Cohort, clock.asked())
    .where(Cohort.id == bindparam("cohort_id"))
    .options(*_WITH_IT)
    .execution_options(populate_existing=True)
)
_LOCK = select(Cohort.id).where(Cohort.id == bindparam("cohort_id")).with_for_update(key_share=True)


def lock(session: Session, cohort_id: int) -> None:
    """Take the cohort's lock until the transaction ends; reads come in later statements.

    One statement for both sold two seats of one. FOR NO KEY UPDATE, since plain FOR UPDATE blocks the inserts
    that point here and deadlocks.
    """
    session.connection().execute(_LOCK, {"cohort_id": cohort_id})


def locked(session: Session, cohort_id: int) -> Cohort:
    """The cohort, which is there, under its lock until the transaction ends."""
    lock(session, cohort_id)
    return as_locked(session, cohort_id)


def locked_now(session: Session, cohort_id: int) -> tuple[Cohort, dt.datetime]:
    """As `locked`, with the database's time, read in the same statement after the lock was taken."""
    lock(session, cohort_id)
    cohort, asked = session.execute(_NOW, {"cohort_id": cohort_id}).one()
    return cohort, clock.told(asked)


def as_locked(session: Session, cohort_id: int) -> Cohort:
    """The cohort as it is since its lock was taken."""
    return session.get_one(Cohort, cohort_id, populate_existing=True, options=_WITH_IT)


def locked_with(session: Session, enrolment_id: int) -> tuple[Cohort, Enrolment]:
    """The enrolment's cohort under its lock, then the enrolment read anew; raises `NotFound`."""
    cohort_id = session.scalar(select(Enrolment.cohort_id).where(Enrolment.id == enrolment_id))
    if cohort_id is None:
        raise NotFound
    cohort = locked(session, cohort_id)
    return cohort, session.get_one(Enrolment, enrolment_id, populate_existing=True)
