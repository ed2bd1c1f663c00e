"""Arrivals get their places, and free seats go to the earliest askable of those who wait."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.places import queue_all_waiting, queue_held, queue_offered
from mentorhub.enrolment.line import journal
from mentorhub.enrolment.line.locks import as_locked, lock
from mentorhub.enrolment.line.seats import free_numbers
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.deadlines import hold_deadline, offer_deadline
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.bulk import insert_new
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules import CohortState

_DUE = select(
    clock.asked().label("asked"),
    (
        exists().where(Enrolment.cohort_id == Cohort.id, text("enrolment.state = 'arrived'"))
        | ((Cohort.taken < Cohort.seats) & (Cohort.waiting > 0))
    ).label("is_due"),
).where(Cohort.id == bindparam("cohort_id"))

# None of them has a place. Asked in the order of places, so that PostgreSQL takes the index that ends with it: else it
# may read the whole cohort, of which its statistics know nothing while a rush goes on.
_UNPLACED = (
    select(Enrolment.id)
    .where(Enrolment.cohort_id == bindparam("cohort_id"), text("enrolment.state = 'arrived'"))
    .order_by(Enrolment.place)
)


def allocate_due(session: Session, cohort_id: int) -> None:
    """Allocate under the cohort's lock, unless another process has meanwhile; raises `NotFound`."""
    lock(session, cohort_id)
    found = session.connection().execute(_DUE, {"cohort_id": cohort_id}).one_or_none()
    if found is None:
        raise NotFound
    if found.is_due:
        allocate(session, as_locked(session, cohort_id), now=clock.told(found.asked))


def allocate(
    session: Session, cohort: Cohort, arrivals: Sequence[Enrolment] = (), *, now: dt.datetime
) -> None:
    """Number the unplaced in the order of their arrival, then give free seats to the earliest askable.

    `arrivals` are inserted with their places, after those who arrived before them. In a cohort that was called off
    they get their places, but nobody gets a seat.
    """
    arrived = [*_unplaced(session, cohort), *arrivals]
    _number(cohort, arrived)
    insert_new(session, arrivals, cohort=cohort, practice=cohort.program.practice)
    for enrolment in arrived:
        journal.write(session, cohort, enrolment, "placed", now=now)
    new_here = {enrolment.id for enrolment in arrived}
    askable = _askable(session, cohort)
    for enrolment, number in zip(askable, free_numbers(session, cohort, len(askable)), strict=True):
        _seat(session, cohort, enrolment, number, is_offer=enrolment.id not in new_here, now=now)
    if cohort.state != CohortState.CANCELLED:
        still = [each for each in arrived if each.state == EnrolmentState.WAITING]
        queue_all_waiting(session, still, now=now)
    if arrived or askable:
        cohort.allocation_number += 1
        cohort.allocated_at = now


def place(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Give an arrival the next place in line."""
    _number(cohort, [enrolment])
    journal.write(session, cohort, enrolment, "placed", now=now)


def _unplaced(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    """Who has arrived without a place, in their order. Mostly nobody: then no row is looked for by its class."""
    session.flush()  # an action may allocate twice
    ids = session.connection().execute(_UNPLACED, {"cohort_id": cohort.id}).scalars().all()
    if not ids:
        return ()
    rows = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id)
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def _number(cohort: Cohort, arrived: Sequence[Enrolment]) -> None:
    for enrolment in arrived:
        cohort.last_place += 1
        cohort.waiting += 1
        enrolment.number(cohort.last_place)


def _askable(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    is_off = cohort.state == CohortState.CANCELLED
    if is_off or cohort.free <= 0 or cohort.waiting <= 0:
        return ()
    return session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state == EnrolmentState.WAITING,
            (Enrolment.passed_release.is_(None)) | (Enrolment.passed_release < cohort.releases),
        )
        .order_by(Enrolment.place)
        .limit(cohort.free)
    ).all()


def _seat(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    number: int,
    *,
    is_offer: bool,
    now: dt.datetime,
) -> None:
    if is_offer:
        until = offer_deadline(now=now, offer_hours=cohort.offer_hours, zone=enrolment.timezone)
    else:
        until = hold_deadline(now=now, claim_minutes=cohort.claim_minutes)
    enrolment.seat(number, until=until, offered_at=now if is_offer else None)
    cohort.taken += 1
    cohort.waiting -= 1
    journal.write(session, cohort, enrolment, "offered" if is_offer else "held", now=now)
    notify = queue_offered if is_offer else queue_held
    notify(session, enrolment, now=now)
