"""Cohorts: drafted, priced, published. Their seats move in `enrolment.line` only."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.queries.closing import stays
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import other_windows, own_cohort, own_program
from mentorhub.programs.rules.cohorts import (
    CohortState,
    CohortUnpriced,
    Window,
    refuse_misshapen_cohort,
    refuse_overlap,
    refuse_unable_to_charge,
)
from mentorhub.programs.rules.offers import price_kind, refuse_unchargeable


def create_cohort(
    program_id: int,
    *,
    viewer: Viewer,
    name: str,
    seats: int,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    starts_on: dt.date,
    ends_on: dt.date,
    mentor_id: int,
    claim_minutes: int = 15,
    offer_hours: int = 48,
) -> int:
    """A draft cohort; its id. Raises `Misshapen`, `AccountClosing`, `NotFound` to strangers or for a strange mentor."""
    window = Window(opens_at, closes_at, starts_on, ends_on)
    refuse_misshapen_cohort(
        window, seats=seats, claim_minutes=claim_minutes, offer_hours=offer_hours
    )
    with transaction(viewer=viewer) as session:
        program = own_program(program_id, viewer=viewer)
        _refuse_strange_mentor(session, program.practice_id, mentor_id)
        cohort = Cohort(
            practice_id=program.practice_id,
            program_id=program.id,
            mentor_id=mentor_id,
            name=clean_name(name),
            seats=seats,
            opens_at=opens_at,
            closes_at=closes_at,
            starts_on=starts_on,
            ends_on=ends_on,
            claim_minutes=claim_minutes,
            offer_hours=offer_hours,
        )
        session.add(cohort)
        session.flush()
        return cohort.id


def publish_cohort(cohort_id: int, *, viewer: Viewer) -> None:
    """Open it for arrivals in its window.

    Raises `CohortUnpriced`, `PracticeCannotCharge`, `WindowsOverlap`, `IllegalMove`, `NotFound` to strangers;
    `AccountClosing` where its mentor is leaving.
    """
    with transaction(viewer=viewer) as session:
        cohort = own_cohort(cohort_id, viewer=viewer)
        # 1. One publisher of a programme's cohorts at a time; the constraint would refuse the second without a message.
        program = session.get_one(Program, cohort.program_id, with_for_update={"key_share": True})
        if not cohort.prices:
            raise CohortUnpriced
        _refuse_unable_to_charge(cohort, [each.amount_minor for each in cohort.prices])
        # 2. The others are read after the lock, so that one just published is seen.
        others = other_windows(session, program.id, but=cohort.id)
        refuse_overlap(cohort.window, others=others)
        _refuse_leaving_mentor(session, cohort.mentor_id)
        cohort.publish()


def add_price(
    cohort_id: int,
    *,
    viewer: Viewer,
    amount_minor: int,
    currency: str,
    label: str = "",
    instalments_count: int = 1,
    interval_days: int = 0,
    available_from: dt.datetime | None = None,
    available_until: dt.datetime | None = None,
) -> int:
    """One more way to pay, after the others; its id. Nothing (0) is a price; `amount_minor` is the total.

    Raises `PriceNotChargeable`, `Misshapen`, `PracticeCannotCharge`, `NotFound` to strangers.
    """
    currency = currency.lower()
    refuse_unchargeable(
        amount_minor, currency, instalments_count=instalments_count, interval_days=interval_days
    )
    with transaction(viewer=viewer) as session:
        cohort = own_cohort(cohort_id, viewer=viewer)
        if cohort.state == CohortState.PUBLISHED:
            _refuse_unable_to_charge(cohort, [amount_minor])
        price = Price(
            practice_id=cohort.practice_id,
            cohort_id=cohort.id,
            position=len(cohort.prices) + 1,
            label=clean_name(label),
            kind=price_kind(amount_minor, instalments_count=instalments_count),
            amount_minor=amount_minor,
            currency=currency,
            instalments_count=instalments_count,
            interval_days=interval_days,
            available_from=available_from,
            available_until=available_until,
        )
        session.add(price)
        session.flush()
        return price.id


def _refuse_unable_to_charge(cohort: Cohort, amounts_minor: list[int]) -> None:
    can_charge = cohort.program.practice.can_charge
    refuse_unable_to_charge(can_charge=can_charge, amounts_minor=amounts_minor)


def _refuse_strange_mentor(session: Session, practice_id: int, mentor_id: int) -> None:
    if not session.scalar(
        select(Membership.id).where(
            Membership.practice_id == practice_id, Membership.user_id == mentor_id
        )
    ):
        raise NotFound
    _refuse_leaving_mentor(session, mentor_id)


def _refuse_leaving_mentor(session: Session, mentor_id: int) -> None:
    if not stays(session, mentor_id):
        raise AccountClosing
