"""The payments of a seat that is paid in parts, under the cohort's lock: planned, paid, refused, missed."""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.seats import (
    queue_instalment_failed,
    queue_instalment_paid,
    queue_refunded,
)
from mentorhub.enrolment.line import moves
from mentorhub.enrolment.line.locked import LockedCohort, LockedPlace
from mentorhub.foundation.findings import open_finding
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules import instalments as rules
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.rules.offers import PriceKind

LOOKED_AT_AGAIN = dt.timedelta(days=1)  # money on its way: an event usually reports it sooner


class FirstPayment(Protocol):
    """What Stripe says of a first payment (the gateway's `CheckoutSessionData`); '' or None where it stored nothing."""

    @property
    def customer_id(self) -> str: ...
    @property
    def payment_method(self) -> str: ...
    @property
    def payment_intent(self) -> str | None: ...


class Charged(Protocol):
    """What Stripe says of a charge (the gateway's `PaymentIntentData`)."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def application_fee_minor(self) -> int: ...
    @property
    def failure_code(self) -> str: ...


def schedule(place: LockedPlace, checkout: Checkout, data: FirstPayment) -> None:
    """Store the card of a first payment and plan the others on the days that were agreed to beside the button.

    Nothing for a price that is paid at once. Doing it twice changes nothing.
    """
    keep_card(place, checkout, data)
    plan(place, checkout, intent=data.payment_intent)


def keep_card(line: LockedCohort, checkout: Checkout, data: FirstPayment) -> None:
    """Store Stripe's customer and the newest card for later payments; nothing where there is none."""
    if not data.customer_id or not data.payment_method:
        return
    known = line.session.scalar(
        select(StripeCustomer).where(
            StripeCustomer.stripe_account == checkout.stripe_account,
            StripeCustomer.customer_id == data.customer_id,
        )
    )
    if known is not None:
        known.payment_method = data.payment_method
        return
    line.session.add(
        StripeCustomer(
            practice_id=checkout.practice_id,
            enrolment_id=checkout.enrolment_id,
            stripe_account=checkout.stripe_account,
            customer_id=data.customer_id,
            payment_method=data.payment_method,
            created_at=line.now,
        )
    )


def follow(place: LockedPlace, checkout: Checkout, data: FirstPayment) -> None:
    """Later payments are taken on the account where their payer gave a card last. One under way is left where it is."""
    if not data.customer_id or not data.payment_method:
        return
    for instalment in place.session.scalars(
        select(Instalment).where(
            Instalment.enrolment_id == place.enrolment.id,
            Instalment.state == InstalmentState.SCHEDULED,
            Instalment.stripe_account != checkout.stripe_account,
        )
    ):
        instalment.stripe_account, instalment.payment_intent = checkout.stripe_account, None
        if instalment.try_at is None:
            zone = place.enrolment.timezone
            instalment.try_at = max(place.now, rules.instalment_time(instalment.due_on, zone=zone))
            instalment.failure_code = ""


def plan(place: LockedPlace, checkout: Checkout, *, intent: str | None) -> None:
    """Write the instalments of a seat: the first is paid, by this checkout; the others wait for their days."""
    session, enrolment = place.session, place.enrolment
    price = session.get_one(Price, checkout.price_id)
    known = session.scalar(select(Instalment.id).where(Instalment.enrolment_id == enrolment.id))
    if price.kind != PriceKind.INSTALMENTS or known is not None:
        return
    count, zone = price.instalments_count, enrolment.timezone
    parts = rules.instalment_parts(
        enrolment.amount_minor, count=count, step_minor=step_minor(enrolment.currency)
    )
    first_on = checkout.created_at.astimezone(ZoneInfo(zone)).date()
    days = rules.instalment_dates(first_on, count=count, interval_days=price.interval_days)
    for number, (amount_minor, due_on) in enumerate(zip(parts, days, strict=True), start=1):
        is_first = number == 1
        instalment = Instalment(
            practice_id=enrolment.practice_id,
            enrolment_id=enrolment.id,
            number=number,
            due_on=due_on,
            amount_minor=amount_minor,
            currency=enrolment.currency,
            stripe_account=checkout.stripe_account,
            payment_intent=intent if is_first else None,
            try_at=None if is_first else rules.instalment_time(due_on, zone=zone),
        )
        session.add(instalment)
        if is_first:
            instalment.move("settle")
    session.flush()


def apply(place: LockedPlace, instalment: Instalment, data: Charged) -> None:
    """Bring an instalment to what Stripe says of its charge. Doing it twice changes nothing."""
    if data.status == "succeeded":
        payment = _record(place.session, instalment, data, now=place.now)
        if payment is not None:
            take(place, instalment, payment)
    elif instalment.try_at is not None and data.status == "processing":
        instalment.payment_intent, instalment.try_at = data.id, place.now + LOOKED_AT_AGAIN
    elif instalment.state == InstalmentState.PAYING and data.status != rules.UNCONFIRMED:
        instalment.payment_intent = data.id or None
        refuse(place, instalment, data.failure_code)
    elif instalment.state == InstalmentState.CANCELLED:
        instalment.try_at = None


def take(place: LockedPlace, instalment: Instalment, payment: Payment) -> None:
    """A payment settles its instalment; one that no instalment waits for any more goes back in full."""
    session, enrolment, now = place.session, place.enrolment, place.now
    asked = (instalment.amount_minor, instalment.currency)
    is_right = (payment.amount_minor, payment.currency) == asked
    if instalment.state not in rules.OPEN_INSTALMENTS or not is_right:
        instalment.try_at = None
        payment.send_back(payment.amount_minor, reason="not_due", now=now)
        queue_refunded(session, enrolment, payment, now=now)
        return
    instalment.move("settle")
    instalment.payment_intent = payment.payment_intent
    instalment.try_at, instalment.failure_code = None, ""
    session.flush()
    queue_instalment_paid(session, enrolment, instalment, now=now)
    moves.resume(place, moves.INSTALMENT)


def refuse(place: LockedPlace, instalment: Instalment, code: str) -> None:
    """The card was refused: it is tried again on some later day, and its owner can pay by themselves before."""
    instalment.move("decline")
    instalment.failure_code = code[:80] or "card_error"
    ends_at = missed_from(place, instalment)
    instalment.try_at = rules.next_try(code, now=place.now, ends_at=ends_at)
    queue_instalment_failed(
        place.session,
        place.enrolment,
        instalment,
        ends_at=ends_at,
        after=place.terms.missed_instalment,
        now=place.now,
    )


def missed_from(place: LockedPlace, instalment: Instalment) -> dt.datetime:
    """When a refused instalment counts as missed, in UTC, by the place's terms and the payer's zone."""
    days = place.terms.missed_after_days
    return rules.missed_from(instalment.due_on, days=days, zone=place.enrolment.timezone)


def put_off(place: LockedPlace, instalment: Instalment) -> None:
    """Its day has passed without anybody being asked for it: it is due on the day on which its payer is asked."""
    today = place.now.astimezone(ZoneInfo(place.enrolment.timezone)).date()
    if instalment.attempts == 0 and instalment.due_on < today:
        instalment.due_on = today


def miss(line: LockedCohort, instalment: Instalment) -> None:
    """Its time is over: it is not tried again by itself, and a finding is opened. The programme's rule applies."""
    instalment.move("miss")
    instalment.missed_at, instalment.try_at = line.now, None
    open_finding(
        line.session,
        "instalment_missed",
        subject_type="instalment",
        subject_public_id=instalment.public_id,
        practice_id=instalment.practice_id,
        now=line.now,
    )


def _record(
    session: Session, instalment: Instalment, data: Charged, *, now: dt.datetime
) -> Payment | None:
    """The payment of this charge; None where it is written already."""
    known = session.scalar(
        select(Payment.id).where(
            Payment.stripe_account == instalment.stripe_account, Payment.payment_intent == data.id
        )
    )
    if known is not None:
        return None
    payment = Payment(
        practice_id=instalment.practice_id,
        instalment_id=instalment.id,
        stripe_account=instalment.stripe_account,
        payment_intent=data.id,
        amount_minor=data.amount_minor,
        currency=data.currency,
        application_fee_minor=min(data.application_fee_minor, data.amount_minor),
        captured_at=now,
    )
    session.add(payment)
    session.flush()
    return payment
