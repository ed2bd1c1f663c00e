"""Arrivals get their places, and free seats go to the earliest who can be asked; how many seats there are."""

import itertools
from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.places import queue_all_waiting, queue_held, queue_offered
from mentorhub.enrolment.line.locked import LockedCohort, LockedPlace, lock, read_locked
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.applicants import next_in_line
from mentorhub.enrolment.rules.states import EnrolmentState, hold_deadline, offer_deadline
from mentorhub.foundation.database.bulk import insert_new
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort

_IS_DUE = select(
    exists().where(Enrolment.cohort_id == Cohort.id, text("enrolment.state = 'arrived'"))
    | ((Cohort.taken < Cohort.seats) & (Cohort.waiting > 0))
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
    is_due = session.connection().execute(_IS_DUE, {"cohort_id": cohort_id}).scalar()
    if is_due is None:
        raise NotFound
    if is_due:
        allocate(read_locked(session, cohort_id))


def allocate(line: LockedCohort, arrivals: Sequence[Enrolment] = ()) -> None:
    """Number the unplaced in the order of their arrival, then give free seats to the earliest who can be asked.

    `arrivals` are inserted with their places, after those who arrived before them. In a cohort that was called off,
    or whose practice has paused it, they get their places, but nobody gets a seat.
    """
    session, cohort = line.session, line.cohort
    arrived = [line.place(each) for each in (*_unplaced(line), *arrivals)]
    for place in arrived:
        _number(place)
    insert_new(session, arrivals, cohort=cohort, practice=cohort.program.practice)
    for place in arrived:
        place.record("placed")
    new_here = {place.enrolment.id for place in arrived}
    asked = next_in_line(session, cohort, limit=cohort.allocatable)
    for enrolment, number in zip(asked, free_numbers(line, len(asked)), strict=True):
        _seat(line.place(enrolment), number, is_offer=enrolment.id not in new_here)
    if not cohort.is_called_off:
        here = (place.enrolment for place in arrived)
        still = [each for each in here if each.state == EnrolmentState.WAITING]
        queue_all_waiting(session, still, now=line.now)
    if arrived or asked:
        cohort.allocation_number += 1
        cohort.allocated_at = line.now


def give_place(place: LockedPlace) -> None:
    """Give an arrival the next place in line."""
    _number(place)
    place.record("placed")


def change_seats(line: LockedCohort, seats: int) -> None:
    """Set the cohort's count, never below those taken. More seats are a release; fewer free nothing."""
    is_more = seats > line.cohort.seats
    line.cohort.seats = seats
    if is_more:
        line.cohort.releases += 1
    line.record("seats_raised" if is_more else "seats_lowered", seats=seats)


def pause(line: LockedCohort) -> None:
    """Nobody gets a seat from now on, not even who arrives while one is free. What is held or being paid goes on."""
    line.cohort.allocation_paused_at = line.now
    line.record("allocation_paused")


def resume(line: LockedCohort) -> None:
    """Seats are given again, first those that came free meanwhile."""
    line.cohort.allocation_paused_at = None
    line.record("allocation_resumed")
    allocate(line)


def room(line: LockedCohort) -> int | None:
    """How many arrivals may get a place now: a free seat, or one of those that may wait; None for any number.

    Whoever has arrived without a place comes first: they were answered already.
    """
    cohort = line.cohort
    if cohort.waiting_max is None:
        return None
    unplaced = len(_unplaced(line))
    seats = max(cohort.allocatable - unplaced, 0)
    waiting = cohort.waiting + max(unplaced - cohort.allocatable, 0)
    return seats + max(cohort.waiting_max - waiting, 0)


def release(cohort: Cohort) -> None:
    """A seat comes free: whoever passed an offer may be asked again."""
    cohort.taken -= 1
    cohort.releases += 1


def free_numbers(line: LockedCohort, count: int) -> list[int]:
    """The lowest numbers that nobody has. One above the cohort's count stays where it is after a lowering."""
    if not count:
        return []
    used = set(
        line.session.scalars(
            select(Enrolment.seat_number).where(
                Enrolment.cohort_id == line.cohort.id, Enrolment.seat_number.is_not(None)
            )
        )
    )
    unused = (number for number in itertools.count(1) if number not in used)
    return list(itertools.islice(unused, count))


def _unplaced(line: LockedCohort) -> Sequence[Enrolment]:
    """Who has arrived without a place, in their order. Mostly nobody: then no row is looked for by its class."""
    line.session.flush()  # an action may allocate twice
    connection = line.session.connection()
    ids = connection.execute(_UNPLACED, {"cohort_id": line.cohort.id}).scalars().all()
    if not ids:
        return ()
    rows = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id)
    return line.session.scalars(rows.execution_options(populate_existing=True)).all()


def _number(place: LockedPlace) -> None:
    place.cohort.last_place += 1
    place.cohort.waiting += 1
    place.enrolment.number(place.cohort.last_place)


def _seat(place: LockedPlace, number: int, *, is_offer: bool) -> None:
    cohort, enrolment, now = place.cohort, place.enrolment, place.now
    if is_offer:
        until = offer_deadline(now=now, offer_hours=cohort.offer_hours, zone=enrolment.timezone)
    else:
        until = hold_deadline(now=now, claim_minutes=cohort.claim_minutes)
    enrolment.seat(number, until=until, offered_at=now if is_offer else None)
    cohort.taken += 1
    cohort.waiting -= 1
    place.record("offered" if is_offer else "held")
    notify = queue_offered if is_offer else queue_held
    notify(place.session, enrolment, now=now)
