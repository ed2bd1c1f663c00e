"""How a held seat can be paid now: the prices to choose from, each as payments with their days."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.paying import is_offered
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.instalments import instalment_dates, instalment_parts
from mentorhub.programs.models.cohorts import Price


@dataclass(frozen=True)
class Part:
    """One payment: minor units, and the day of the applicant's on which it is due."""

    amount_minor: int
    due_on: dt.date


@dataclass(frozen=True)
class PaymentOption:
    """A price as somebody who pays it today sees it; `agreement` names its plan and the day it counts from."""

    public_id: str
    label: str
    currency: str
    amount_minor: int
    parts: tuple[Part, ...]
    is_own: bool

    @property
    def is_in_parts(self) -> bool:
        """Whether payments follow the first, and so whether words must be agreed to."""
        return len(self.parts) > 1

    @property
    def agreement(self) -> str:
        """What the box beside its words is called: these payments, on these days."""
        return f"{self.public_id}@{self.parts[0].due_on.isoformat()}"


@dataclass(frozen=True)
class PaymentOptions:
    """All of them, the one the seat is held at first chosen. `is_open`: a payment page for it can be paid already."""

    options: tuple[PaymentOption, ...] = ()
    is_open: bool = False

    def chosen(self, price: str) -> PaymentOption | None:
        """The way of this public id; with '' the seat's own; None for one that is not offered."""
        found = [
            option
            for option in self.options
            if option.public_id == price or (not price and option.is_own)
        ]
        return found[0] if found else None


def payment_options(enrolment_id: int, *, viewer: Viewer, now: dt.datetime) -> PaymentOptions:
    """What the applicant may choose from; nothing unless a seat that costs something is held for them.

    Raises `NotFound` for anybody else.
    """
    if (viewer.kind, viewer.id) != ("applicant", enrolment_id):
        raise NotFound
    with reading(viewer=viewer) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        if enrolment.state != EnrolmentState.HELD or not enrolment.amount_minor:
            return PaymentOptions()
        is_open = session.scalar(
            select(Checkout.id).where(
                Checkout.enrolment_id == enrolment_id, Checkout.state.in_(LIVE_CHECKOUTS)
            )
        )
        prices = session.scalars(
            select(Price)
            .where(Price.cohort_id == enrolment.cohort_id)
            .order_by(Price.position, Price.id)
        ).all()
        today = now.astimezone(ZoneInfo(enrolment.timezone)).date()
        options = [
            _option(enrolment, price, today=today)
            for price in prices
            if _is_shown(enrolment, price, is_open=is_open is not None, now=now)
        ]
        return PaymentOptions(tuple(options), is_open=is_open is not None)


def _is_shown(enrolment: Enrolment, price: Price, *, is_open: bool, now: dt.datetime) -> bool:
    is_own = price.id == enrolment.price_id
    if is_open:
        return is_own
    return is_offered(price.amount_minor, is_own=is_own, is_available=price.is_available(now))


def _option(enrolment: Enrolment, price: Price, *, today: dt.date) -> PaymentOption:
    is_own = price.id == enrolment.price_id
    total = enrolment.amount_minor if is_own else price.amount_minor  # what was quoted is honoured
    currency = enrolment.currency if is_own else price.currency
    amounts = instalment_parts(
        total, count=price.instalments_count, step_minor=step_minor(currency)
    )
    days = instalment_dates(today, count=len(amounts), interval_days=price.interval_days)
    return PaymentOption(
        public_id=price.public_id,
        label=price.label,
        currency=currency,
        amount_minor=total,
        parts=tuple(Part(*part) for part in zip(amounts, days, strict=True)),
        is_own=is_own,
    )
