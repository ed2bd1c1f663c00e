"""How many seats a cohort may have, and whether it still takes part in anything."""

import datetime as dt

from mentorhub.enrolment.rules.refusals import CohortOver, SeatsBelowTaken, SeatsTooMany

SEATS_MAX = 10_000


def refuse_seats(seats: int, *, taken: int) -> None:
    """Seats are counted from those taken to ten thousand: raises `SeatsBelowTaken` or `SeatsTooMany`."""
    if seats < taken:
        raise SeatsBelowTaken(taken)
    if seats > SEATS_MAX:
        raise SeatsTooMany(SEATS_MAX)


def refuse_over(ends_on: dt.date, *, today: dt.date) -> None:
    """Nobody joins after the last day; both are days of the practice's zone. Raises `CohortOver`."""
    if today > ends_on:
        raise CohortOver


def refuse_withdrawal(ends_on: dt.date, *, today: dt.date, has_more_to_pay: bool) -> None:
    """After the last day there is no seat to give up: raises `CohortOver`, unless payments to come could be stopped."""
    if not has_more_to_pay:
        refuse_over(ends_on, today=today)
