"""Rehearsing a cohort: a copy of it with one seat, in which its practice goes the way of those who enrol."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.actions.account_closing import take_person_out
from mentorhub.enrolment.actions.arrivals import Applicant, Arrival
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.endings import end_rehearsal
from mentorhub.enrolment.line.locked import lock_cohort, lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.rehearsals import running_rehearsal
from mentorhub.enrolment.rules.refusals import RehearsalEnded
from mentorhub.enrolment.rules.rehearsals import LASTS, address_of, refuse_pointless
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.queries.intake import intake_of
from mentorhub.programs.queries.programs import locked_cohort, own_cohort
from mentorhub.programs.rules.cohorts import CohortState, CohortUnpriced
from mentorhub.programs.rules.prices import PriceWords


def begin_rehearsal(cohort_id: int, *, viewer: Viewer) -> None:
    """Open a rehearsal of this cohort for an hour; where one is running, that goes on.

    It takes the cohort's texts, questions, times to answer and the prices that its first arrivals will find; free of
    charge where no key for rehearsals is set. Its mails go to the viewer. Raises `CohortUnpriced`, `CohortCalledOff`,
    `CohortOver`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        cohort = locked_cohort(session, cohort_id, viewer=viewer)
        running = running_rehearsal(session, cohort_id)
        if running is not None and now < running.closes_at:
            return
        if running is not None:  # no worker has come to it yet
            _end(session, running.id)
        refuse_pointless(cohort.state, ends_on=cohort.ends_on, today=now.date())
        prices = [one for one in cohort.prices if one.is_available(max(now, cohort.opens_at))]
        if not prices:
            raise CohortUnpriced
        copy = _copy(cohort, mentor_id=viewer.id, now=now)
        session.add(copy)
        session.flush()
        session.add_all(one.copied_to(copy) for one in intake_of(session, cohort.id))
        session.add_all(_prices(copy, prices))


def take_rehearsed_place(cohort_id: int, *, name: str, locale: str, timezone: str) -> Arrival:
    """Arrive in the running rehearsal of this cohort, as somebody who is made up but for their name.

    Raises `RehearsalEnded` where none is running.
    """
    with transaction(viewer=SYSTEM) as session:
        running = running_rehearsal(session, cohort_id)
        if running is None or clock.now() >= running.closes_at:
            raise RehearsalEnded
        address = address_of(_number(session, running))
    made_up = Applicant(
        name=name,
        email=address,
        browser_key="",  # several may be tried in one browser
        locale=locale,
        timezone=timezone,
    )
    return arrivals.take_place_again(running.id, applicant=made_up)


def close_rehearsal(cohort_id: int, *, viewer: Viewer) -> None:
    """End the running rehearsal of this cohort by hand; its places end soon after. Raises `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        running = running_rehearsal(session, cohort_id)
        if running is not None:
            _end(session, running.id)


def end_overdue_rehearsal(rehearsal_id: int) -> None:
    """End a rehearsal whose hour is over; twice changes nothing."""
    with transaction(viewer=SYSTEM) as session:
        _end(session, rehearsal_id)


def forget_rehearsed_place(enrolment_id: int) -> None:
    """Make a place of a rehearsal nameless: what was typed there is of use to nobody any more."""
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        if place.cohort.is_rehearsal and place.enrolment.ended_at is not None:
            take_person_out(session, place.enrolment, now=place.now)


def _end(session: Session, rehearsal_id: int) -> None:
    line = lock_cohort(session, rehearsal_id)
    if line.cohort.state == CohortState.REHEARSAL:
        end_rehearsal(line)
        allocate(line)  # who has arrived gets a place first, so that it can end


def _copy(cohort: Cohort, *, mentor_id: int | None, now: dt.datetime) -> Cohort:
    """The same words, with one seat and an hour."""
    assert mentor_id is not None  # somebody of the practice begins it
    copy = Cohort(practice_id=cohort.practice_id, program_id=cohort.program_id)
    copy.state, copy.entries = CohortState.DRAFT, 0
    words = replace(cohort.written, seats=1, opens_at=now, closes_at=now + LASTS)
    copy.write(words, mentor_id=mentor_id)
    copy.rehearse(cohort)
    return copy


def _prices(copy: Cohort, prices: Sequence[Price]) -> Iterator[Price]:
    """The same for as long as the rehearsal lasts; where there is no sandbox to pay at, one that is nothing."""
    lasting = [replace(one.written, available_from=None, available_until=None) for one in prices]
    if not settings().rehearsal_key:
        lasting = [PriceWords(amount_minor=0, currency=lasting[0].currency)]
    for position, words in enumerate(lasting, start=1):
        price = Price(practice_id=copy.practice_id, cohort_id=copy.id, position=position)
        price.write(words)
        yield price


def _number(session: Session, rehearsal: Cohort) -> int:
    """The next applicant's, from 1."""
    come = select(func.count(Enrolment.id)).where(Enrolment.cohort_id == rehearsal.id)
    return (session.scalar(come) or 0) + 1
