"""What becomes of a later instalment, under the cohort's lock: paid, refused or missed."""

import datetime as dt
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.instalments import queue_instalment_failed, queue_instalment_paid
from mentorhub.enrolment.emails.removals import queue_refunded
from mentorhub.enrolment.line import pauses
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.instalments import (
    OPEN_INSTALMENTS,
    UNCONFIRMED,
    InstalmentState,
    missed_from,
    next_try,
)
from mentorhub.programs.models.cohorts import Cohort

LOOKED_AT_AGAIN = dt.timedelta(
    days=1
)  # money that is on its way: an event usually reports it sooner


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
    def failure_code(self) -> str: ...


def apply(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    instalment: Instalment,
    data: Charged,
    *,
    now: dt.datetime,
) -> None:
    """Bring an instalment to what Stripe says of its charge. Doing it twice changes nothing."""
    if data.status == "succeeded":
        payment = _record(session, instalment, data, now=now)
        if payment is not None:
            take(session, cohort, enrolment, instalment, payment, now=now)
    elif instalment.try_at is not None and data.status == "processing":
        instalment.payment_intent, instalment.try_at = data.id, now + LOOKED_AT_AGAIN
    elif instalment.state == InstalmentState.PAYING and data.status != UNCONFIRMED:
        instalment.payment_intent = data.id or None
        refuse(session, cohort, enrolment, instalment, data.failure_code, now=now)
    elif instalment.state == InstalmentState.CANCELLED:
        instalment.try_at = None


def take(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    instalment: Instalment,
    payment: Payment,
    *,
    now: dt.datetime,
) -> None:
    """A payment settles its instalment; one that no instalment waits for any more goes back in full."""
    is_right = (payment.amount_minor, payment.currency) == (
        instalment.amount_minor,
        instalment.currency,
    )
    if instalment.state not in OPEN_INSTALMENTS or not is_right:
        instalment.try_at = None
        payment.send_back(payment.amount_minor, reason="not_due", now=now)
        queue_refunded(session, enrolment, payment, now=now)
        return
    instalment.move("settle")
    instalment.payment_intent = payment.payment_intent
    instalment.try_at, instalment.failure_code = None, ""
    session.flush()
    queue_instalment_paid(session, enrolment, instalment, now=now)
    pauses.finish(session, cohort, enrolment, pauses.INSTALMENT, now=now)


def refuse(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    instalment: Instalment,
    code: str,
    *,
    now: dt.datetime,
) -> None:
    """The card was refused: it is tried again on some later day, and its owner can pay by themselves before."""
    instalment.move("decline")
    instalment.failure_code = code[:80] or "card_error"
    ends_at = missed_from(
        instalment.due_on, days=cohort.program.missed_after_days, zone=enrolment.timezone
    )
    instalment.try_at = next_try(code, now=now, ends_at=ends_at)
    queue_instalment_failed(session, enrolment, instalment, ends_at=ends_at, now=now)


def miss(
    session: Session,
    instalment: Instalment,
    *,
    now: dt.datetime,
) -> None:
    """Its time is over: it is not tried again by itself, and a finding is opened. The programme's rule applies."""
    instalment.move("miss")
    instalment.missed_at, instalment.try_at = now, None
    open_finding(
        session,
        "instalment_missed",
        subject_type="instalment",
        subject_public_id=instalment.public_id,
        practice_id=instalment.practice_id,
        now=now,
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
        captured_at=now,
    )
    session.add(payment)
    session.flush()
    return payment
