"""The payments of a seat that is paid in parts: the first by checkout, the others planned under the cohort's lock."""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.rules.instalments import instalment_dates, instalment_parts, instalment_time
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules import PriceKind


class FirstPayment(Protocol):
    """What Stripe says of a first payment (the gateway's `CheckoutSessionData`); '' or None where it stored nothing."""

    @property
    def customer_id(self) -> str: ...
    @property
    def payment_method(self) -> str: ...
    @property
    def payment_intent(self) -> str | None: ...


def schedule(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    checkout: Checkout,
    data: FirstPayment,
    *,
    now: dt.datetime,
) -> None:
    """Store the card of a first payment and plan the others on the days that were agreed to beside the button.

    Nothing for a price that is paid at once. Doing it twice changes nothing.
    """
    keep_card(session, checkout, data, now=now)
    plan(session, cohort, enrolment, checkout, intent=data.payment_intent)


def keep_card(
    session: Session, checkout: Checkout, data: FirstPayment, *, now: dt.datetime
) -> None:
    """Store Stripe's customer and the newest card for later payments; nothing where there is none."""
    if not data.customer_id or not data.payment_method:
        return
    known = session.scalar(
        select(StripeCustomer).where(
            StripeCustomer.stripe_account == checkout.stripe_account,
            StripeCustomer.customer_id == data.customer_id,
        )
    )
    if known is not None:
        known.payment_method = data.payment_method
    else:
        session.add(
            StripeCustomer(
                practice_id=checkout.practice_id,
                enrolment_id=checkout.enrolment_id,
                stripe_account=checkout.stripe_account,
                customer_id=data.customer_id,
                payment_method=data.payment_method,
                created_at=now,
            )
        )


def plan(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    checkout: Checkout,
    *,
    intent: str | None,
) -> None:
    """Write the instalments of a seat: the first is paid, by this checkout; the others wait for their days."""
    price = session.get_one(Price, checkout.price_id)
    known = session.scalar(select(Instalment.id).where(Instalment.enrolment_id == enrolment.id))
    if price.kind != PriceKind.INSTALMENTS or known is not None:
        return
    count, zone = price.instalments_count, enrolment.timezone
    parts = instalment_parts(
        enrolment.amount_minor, count=count, step_minor=step_minor(enrolment.currency)
    )
    first_on = checkout.created_at.astimezone(ZoneInfo(zone)).date()
    days = instalment_dates(first_on, count=count, interval_days=price.interval_days)
    for number, (amount_minor, due_on) in enumerate(zip(parts, days, strict=True), start=1):
        is_first = number == 1
        instalment = Instalment(
            practice_id=cohort.practice_id,
            enrolment_id=enrolment.id,
            number=number,
            due_on=due_on,
            amount_minor=amount_minor,
            currency=enrolment.currency,
            stripe_account=checkout.stripe_account,
            payment_intent=intent if is_first else None,
            try_at=None if is_first else instalment_time(due_on, zone=zone),
        )
        session.add(instalment)
        if is_first:
            instalment.move("settle")
    session.flush()
