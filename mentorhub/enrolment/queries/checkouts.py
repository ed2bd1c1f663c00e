"""What was paid for places, and how a held seat can be paid now. Actions use `line.money`, under the lock."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.money import is_offered
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.instalments import instalment_dates, instalment_parts
from mentorhub.payments.rules.refunds import DisputeState
from mentorhub.programs.models.cohorts import Price

MISMATCH = "price_mismatch"


@dataclass(frozen=True)
class Money:
    """The money of one place, the oldest payment first; amounts in minor units of its currency."""

    payments: tuple[Payment, ...] = ()

    @property
    def currency(self) -> str:
        """What it was paid in; '' where nothing was."""
        return self.payments[0].currency if self.payments else ""

    @property
    def paid_minor(self) -> int:
        """All that was ever paid."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def left_minor(self) -> int:
        """What is left of it, disputed or not."""
        return sum(payment.kept_minor for payment in self.payments)

    @property
    def refundable_minor(self) -> int:
        """What may be sent back today."""
        return sum(payment.refundable_minor for payment in self.payments)

    @property
    def refunds(self) -> list[Refund]:
        """All that was asked for, the oldest first."""
        found = (refund for payment in self.payments for refund in payment.refunds)
        return sorted(found, key=lambda refund: refund.id)

    @property
    def disputes(self) -> list[Dispute]:
        """Whatever a bank asked back."""
        return [dispute for payment in self.payments for dispute in payment.disputes]

    @property
    def is_disputed(self) -> bool:
        """Whether a bank is asking now."""
        return any(dispute.state == DisputeState.OPEN for dispute in self.disputes)


NOTHING = Money()


def money_of(session: Session, places: Sequence[int] | Select[int]) -> dict[int, Money]:
    """The money of these enrolments (ids) that have any. Three queries however many they are."""
    checkouts = select(Checkout.id).where(Checkout.enrolment_id.in_(places))
    instalments = select(Instalment.id).where(Instalment.enrolment_id.in_(places))
    rows = session.execute(
        select(func.coalesce(Checkout.enrolment_id, Instalment.enrolment_id), Payment)
        .outerjoin(Checkout, Checkout.id == Payment.checkout_id)
        .outerjoin(Instalment, Instalment.id == Payment.instalment_id)
        .where(or_(Payment.checkout_id.in_(checkouts), Payment.instalment_id.in_(instalments)))
        .order_by(Payment.captured_at, Payment.id)
        .options(selectinload(Payment.refunds), selectinload(Payment.disputes))
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Payment]] = {}
    for enrolment_id, payment in rows:
        found.setdefault(enrolment_id, []).append(payment)
    return {enrolment_id: Money(tuple(payments)) for enrolment_id, payments in found.items()}


def money_of_place(session: Session, enrolment_id: int) -> Money:
    """The money of one enrolment; `NOTHING` where nothing was paid."""
    return money_of(session, [enrolment_id]).get(enrolment_id, NOTHING)


def mismatched(session: Session, places: Sequence[int]) -> dict[int, Checkout]:
    """The checkouts of these enrolments whose payment differs from what was asked, while nobody has decided."""
    rows = session.scalars(
        select(Checkout)
        .join(Finding, Finding.subject_public_id == Checkout.public_id)
        .where(
            Checkout.enrolment_id.in_(places),
            Finding.kind == MISMATCH,
            Finding.closed_at.is_(None),
        )
    )
    return {checkout.enrolment_id: checkout for checkout in rows}


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
    """All of them, the one the seat is held at first chosen. `is_open`: a payment page for it can be paid already.

    `is_stopped`: the practice takes no payments just now. `takes_codes`: a promotion code may be typed.
    """

    options: tuple[PaymentOption, ...] = ()
    is_open: bool = False
    is_stopped: bool = False
    takes_codes: bool = False

    def chosen(self, price: str) -> PaymentOption | None:
        """The way of this public id; with '' the seat's own; None for one that is not offered."""
        found = [
            option
            for option in self.options
            if option.public_id == price or (not price and option.is_own)
        ]
        return found[0] if found else None


def connection_of_enrolment(enrolment_id: int, *, viewer: Viewer) -> int | None:
    """The id of the connection to the account on which this seat is paid now; None on the platform's own."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(StripeConnection.id)
            .join(Enrolment, Enrolment.practice_id == StripeConnection.practice_id)
            .where(
                Enrolment.id == enrolment_id,
                StripeConnection.used_from.is_not(None),
                StripeConnection.ended_at.is_(None),
            )
        )


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
        return PaymentOptions(
            tuple(options),
            is_open=is_open is not None,
            is_stopped=enrolment.is_stopped,
            takes_codes=enrolment.takes_codes
            and is_open is None
            and not all(option.is_in_parts for option in options),
        )


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
