"""Coming to the line: `arrive` writes the applicant without a place, `settle_cohort` gives out places and seats."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Practice
from mentorhub.accounts.rules import email_key
from mentorhub.enrolment import line, rules
from mentorhub.enrolment.models import Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.config import fitted
from mentorhub.foundation.database import PUBLIC, SYSTEM, transaction
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.gate import Gate
from mentorhub.programs.models import Cohort, Price, Program


@dataclass(frozen=True)
class Applicant:
    """Who presses the button, as they typed it. `browser_key` is a hash; '' for staff and imports."""

    name: str
    email: str
    browser_key: str = ""
    locale: str = "en_GB"
    timezone: str = ""  # '' takes the practice's


def arrive(cohort_id: int, *, applicant: Applicant, is_return: bool = False) -> int:
    """Write an arrival, without a place yet; returns the enrolment's id. Takes no lock.

    Raises `NotOpenYet`, `NoLongerOpen`, `AlreadyInLine`, `LapsedBefore` (unless `is_return`: the
    POST of the link that was mailed), `HoldElsewhere`, `NotFound`.
    """
    key = email_key(applicant.email)
    try:
        with transaction(viewer=PUBLIC) as session:
            now = clock.now()
            cohort, terms_version, practice_zone = _taking_arrivals(session, cohort_id, now=now)
            _refuse_second_place(session, cohort_id, key, is_return=is_return)
            _refuse_second_hold(session, cohort_id, applicant.browser_key)
            price = _default_price(session, cohort_id, now=now)
            enrolment = Enrolment(
                practice_id=cohort.practice_id,
                cohort_id=cohort_id,
                name=applicant.name,
                email=applicant.email,
                email_key=key,
                browser_key=applicant.browser_key,
                locale=applicant.locale,
                timezone=applicant.timezone or practice_zone,
                price_id=price.id,
                amount_minor=price.amount_minor,
                currency=price.currency,
                terms_version=terms_version,
                arrived_at=now,
            )
            session.add(enrolment)
            session.flush()
            return enrolment.id
    except IntegrityError as error:
        # Two presses at once: the index let one in, and this one has the same address.
        raise rules.AlreadyInLine(_live_place(cohort_id, key)) from error


def settle_cohort(cohort_id: int) -> None:
    """Place every arrival committed before this call, seat who can be, write entries and mails.

    One settler per process and cohort: who comes while one runs waits, and one run serves them all.
    Raises `Busy` when the cohort's lock was not had; arrivals are kept and a sweep places them.
    """
    gate = fitted("settling", Gate)
    gate.run(cohort_id, lambda: _settle(cohort_id))


def _settle(cohort_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        line.settle(session, line.locked(session, cohort_id), now=clock.now())


def _taking_arrivals(
    session: Session, cohort_id: int, *, now: dt.datetime
) -> tuple[Cohort, int, str]:
    row = session.execute(
        select(Cohort, Program.terms_version, Practice.timezone)
        .join(Program, Program.id == Cohort.program_id)
        .join(Practice, Practice.id == Cohort.practice_id)
        .where(Cohort.id == cohort_id, Cohort.state == "published", Program.state == "published")
    ).one_or_none()
    if row is None:
        raise NotFound
    cohort, terms_version, practice_zone = row
    rules.refuse_outside_window(cohort.opens_at, cohort.closes_at, now=now)
    return cohort, terms_version, practice_zone


def _refuse_second_place(session: Session, cohort_id: int, key: str, *, is_return: bool) -> None:
    rows = session.execute(
        select(Enrolment.id, Enrolment.state)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.email_key == key)
        .order_by(Enrolment.id)
    ).all()
    for enrolment_id, state in rows:
        if state in rules.LIVE:
            raise rules.AlreadyInLine(enrolment_id)
    if rows and rows[-1].state == EnrolmentState.LAPSED and not is_return:
        raise rules.LapsedBefore(rows[-1].id)


def _refuse_second_hold(session: Session, cohort_id: int, browser_key: str) -> None:
    if not browser_key:
        return
    holds = session.scalar(
        select(Enrolment.id)
        .where(
            Enrolment.browser_key == browser_key,
            Enrolment.state == EnrolmentState.HELD,
            Enrolment.cohort_id != cohort_id,
        )
        .limit(1)
    )
    if holds is not None:
        raise rules.HoldElsewhere


def _default_price(session: Session, cohort_id: int, *, now: dt.datetime) -> Price:
    prices = session.scalars(
        select(Price).where(Price.cohort_id == cohort_id).order_by(Price.position, Price.id)
    )
    for price in prices:
        if price.is_available(now):
            return price
    raise NotFound


def _live_place(cohort_id: int, key: str) -> int:
    with transaction(viewer=SYSTEM) as session:
        return session.scalars(
            select(Enrolment.id).where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.email_key == key,
                Enrolment.state.in_(rules.LIVE),
            )
        ).one()
