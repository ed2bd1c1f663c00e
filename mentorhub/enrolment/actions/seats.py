"""What the practice does with seats: more or fewer, one given by hand, a pause, a longer hold, how many may wait."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.enrolment.line import moves
from mentorhub.enrolment.line.allocation import allocate, change_seats, give_place, pause, resume
from mentorhub.enrolment.line.locked import LockedCohort, lock_cohort, lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import AlreadySeated, CohortCalledOff
from mentorhub.enrolment.rules.states import (
    LIVE,
    SEATED,
    refuse_extension,
    refuse_over,
    refuse_seats,
)
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.queries.programs import own_cohort, refuse_strangers


def set_seats(cohort_id: int, *, seats: int, viewer: Viewer) -> None:
    """Change how many seats there are: new ones are offered at once, lowering frees nothing.

    Who arrived before is placed first, so that a seat that was free then is theirs. The same number
    again changes nothing. Raises `SeatsBelowTaken`, `SeatsTooMany`, `CohortCalledOff`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        line = _going_on(session, cohort_id)
        if seats == line.cohort.seats:
            return
        allocate(line)
        refuse_seats(seats, taken=line.cohort.taken)
        change_seats(line, seats)
        allocate(line)


def grant_seat(cohort_id: int, *, name: str, email: str, viewer: Viewer) -> int:
    """Give somebody a seat without a payment; the enrolment's id. It overtakes nobody.

    An address that waits keeps its place. Raises `AlreadySeated`, `CohortCalledOff`, `CohortOver`;
    `NotFound` to strangers and in a cohort without a price.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        line = _going_on(session, cohort_id)
        cohort, now = line.cohort, line.now
        practice = cohort.program.practice
        refuse_over(cohort.ends_on, today=now.astimezone(ZoneInfo(practice.timezone)).date())
        allocate(line)
        enrolment = _live(session, cohort_id, email_key(email))
        if enrolment is None:
            enrolment = _arrival(session, cohort, practice, name=name, email=email, now=now)
            give_place(line.place(enrolment))
        if enrolment.state in SEATED:
            raise AlreadySeated(enrolment.id)
        moves.grant(line.place(enrolment), by=viewer.id)
        return enrolment.id


def pause_allocation(cohort_id: int, *, viewer: Viewer) -> None:
    """Give no seat to anybody until it is resumed. Doing it twice changes nothing.

    Who arrived before is placed and seated first. Raises `CohortCalledOff`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        line = _going_on(session, cohort_id)
        if line.cohort.allocation_paused_at is None:
            allocate(line)
            pause(line)


def resume_allocation(cohort_id: int, *, viewer: Viewer) -> None:
    """Give seats again, in the same commit those that came free meanwhile. Doing it twice changes nothing.

    Raises `CohortCalledOff`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        line = _going_on(session, cohort_id)
        if line.cohort.allocation_paused_at is not None:
            resume(line)


def limit_line(cohort_id: int, *, waiting_max: int | None, viewer: Viewer) -> None:
    """How many may wait at most from now on; None: as many as come. Lowering it removes nobody.

    Raises `CohortCalledOff`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        _going_on(session, cohort_id).cohort.waiting_max = waiting_max


def extend_hold(enrolment_id: int, *, until: dt.datetime, viewer: Viewer) -> None:
    """The practice lets a hold end later. Raises as `states.refuse_extension`; `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        place = lock_place(session, enrolment_id)
        refuse_strangers(place.cohort.practice_id, viewer=viewer)
        enrolment = place.enrolment
        refuse_extension(
            until,
            held_until=enrolment.held_until,
            times=enrolment.extensions,
            offer_hours=place.cohort.offer_hours,
            now=place.now,
        )
        enrolment.extensions += 1
        moves.extend_hold(place, until)


def extend_short_hold(enrolment_id: int) -> bool:
    """Give a hold the time that its applicant could not use while the practice took no payments; False if it has it."""
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment = place.enrolment
        if not enrolment.is_cut_short or not enrolment.practice.can_charge:
            return False
        moves.extend_hold(place, enrolment.deadline_from(place.now))
        return True


def _going_on(session: Session, cohort_id: int) -> LockedCohort:
    line = lock_cohort(session, cohort_id)
    if line.cohort.is_called_off:
        raise CohortCalledOff
    return line


def _live(session: Session, cohort_id: int, key: str) -> Enrolment | None:
    return session.scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.email_key == key,
            Enrolment.state.in_(LIVE),
        )
    )


def _arrival(
    session: Session,
    cohort: Cohort,
    practice: Practice,
    *,
    name: str,
    email: str,
    now: dt.datetime,
) -> Enrolment:
    price = _any_price(cohort, now=now)
    enrolment = Enrolment(
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        name=name,
        email=email,
        email_key=email_key(email),
        locale=practice.locale,
        timezone=practice.timezone,
        price_id=price.id,
        amount_minor=price.amount_minor,
        currency=price.currency,
        terms_version=cohort.program.terms_version,
        arrived_at=now,
    )
    session.add(enrolment)
    session.flush()
    return enrolment


def _any_price(cohort: Cohort, *, now: dt.datetime) -> Price:
    """The default price of today, or else any: nothing is charged, but the row names one."""
    if not cohort.prices:
        raise NotFound
    available = (price for price in cohort.prices if price.is_available(now))
    return next(available, cohort.prices[0])
