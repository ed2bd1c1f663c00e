"""Seats as such: their numbers, how many there are, one that comes free, one that the practice grants."""

import datetime as dt
import itertools

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.seats import queue_granted
from mentorhub.enrolment.line import journal, mentorships
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.programs.models.cohorts import Cohort


def change_seats(session: Session, cohort: Cohort, seats: int, *, now: dt.datetime) -> None:
    """Set the cohort's count, never below those taken. More seats are a release; fewer free nothing."""
    is_more = seats > cohort.seats
    cohort.seats = seats
    if is_more:
        cohort.releases += 1
    kind = "seats_raised" if is_more else "seats_lowered"
    journal.write(session, cohort, None, kind, now=now, seats=seats)


def grant(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, by: int | None, now: dt.datetime
) -> None:
    """Enrol somebody who waits, without a payment: on a free seat if nobody else waits, or on one added for it.

    The added seat is filled in the same commit, so it is no release and nobody is overtaken.
    """
    is_added = cohort.free <= 0 or cohort.waiting > 1
    if is_added:
        cohort.seats += 1
    enrolment.grant(free_numbers(session, cohort, 1)[0], now, by=by)
    cohort.taken += 1
    cohort.waiting -= 1
    mentorships.begin(session, cohort, enrolment, now=now)
    seats = cohort.seats if is_added else None
    journal.write(session, cohort, enrolment, "granted", now=now, seats=seats)
    queue_granted(session, enrolment, now=now)


def release(cohort: Cohort) -> None:
    """A seat comes free: whoever passed an offer may be asked again."""
    cohort.taken -= 1
    cohort.releases += 1


def free_numbers(session: Session, cohort: Cohort, count: int) -> list[int]:
    """The lowest numbers that nobody has. One above the cohort's count stays where it is after a lowering."""
    if not count:
        return []
    used = set(
        session.scalars(
            select(Enrolment.seat_number).where(
                Enrolment.cohort_id == cohort.id, Enrolment.seat_number.is_not(None)
            )
        )
    )
    unused = (number for number in itertools.count(1) if number not in used)
    return list(itertools.islice(unused, count))
