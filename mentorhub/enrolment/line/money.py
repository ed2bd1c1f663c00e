"""The money of one enrolment, under its cohort's lock: what was paid, what may go back, and sending it back."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refunds import policy_refund_minor, spread_refund
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation.findings import open_finding
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS, InstalmentState
from mentorhub.payments.rules.refunds import DisputeState
from mentorhub.programs.models.cohorts import Cohort


def payments_of(session: Session, enrolment_id: int) -> Sequence[Payment]:
    """Every payment of an enrolment's checkouts and instalments, oldest first, with refunds and disputes."""
    checkouts = select(Checkout.id).where(Checkout.enrolment_id == enrolment_id)
    instalments = select(Instalment.id).where(Instalment.enrolment_id == enrolment_id)
    return session.scalars(
        select(Payment)
        .where(or_(Payment.checkout_id.in_(checkouts), Payment.instalment_id.in_(instalments)))
        .order_by(Payment.captured_at, Payment.id)
        .options(selectinload(Payment.refunds), selectinload(Payment.disputes))
        .execution_options(populate_existing=True)
    ).all()


def owner_of(session: Session, payment: Payment) -> int:
    """The id of the enrolment that a payment was made for, by checkout or instalment."""
    if payment.checkout_id is not None:
        return session.get_one(Checkout, payment.checkout_id).enrolment_id
    return session.get_one(Instalment, payment.instalment_id).enrolment_id


def refuse_while_payable(session: Session, enrolment_id: int) -> None:
    """A seat is never freed while its checkout can still be paid: raises `CheckoutUnderway`."""
    if is_payable(session, enrolment_id):
        raise CheckoutUnderway


def is_payable(session: Session, enrolment_id: int) -> bool:
    """Whether a checkout of this enrolment can still be paid."""
    live = session.scalar(
        select(Checkout.id).where(
            Checkout.enrolment_id == enrolment_id, Checkout.state.in_(LIVE_CHECKOUTS)
        )
    )
    return live is not None


def left_minor(payments: Sequence[Payment]) -> int:
    """What is left of it all, disputed or not, in minor units."""
    return sum(payment.kept_minor for payment in payments)


def refundable_minor(payments: Sequence[Payment]) -> int:
    """What can be refunded today, in minor units."""
    return sum(payment.refundable_minor for payment in payments)


def due_by_policy_minor(cohort: Cohort, payments: Sequence[Payment], *, now: dt.datetime) -> int:
    """What the programme's policy gives back to who withdraws now, in minor units."""
    if not payments:
        return 0
    program = cohort.program
    paid = sum(payment.amount_minor for payment in payments)
    return policy_refund_minor(
        paid_minor=paid,
        refunded_minor=paid - left_minor(payments),
        on=now.astimezone(ZoneInfo(program.practice.timezone)).date(),
        starts_on=cohort.starts_on,
        full_days=program.refund_full_days,
        part_percent=program.refund_part_percent,
        part_days=program.refund_part_days,
        step_minor=step_minor(payments[0].currency),
    )


def send_back(
    session: Session,
    enrolment: Enrolment,
    amount_minor: int,
    *,
    reason: str,
    now: dt.datetime,
    by: int | None = None,
) -> int:
    """Queue refunds of up to this much, from the newest payment first; returns the minor units that go back.

    Disputed money is not sent: an open finding `refund_disputed` names each payment that it concerns.
    """
    payments = payments_of(session, enrolment.id)
    known = {payment.id: payment for payment in payments}
    holding = [(payment.id, payment.refundable_minor) for payment in payments]
    parts = spread_refund(amount_minor, payments=holding)
    for payment_id, part in parts:
        known[payment_id].send_back(part, reason=reason, now=now, requested_by_id=by)
    sent = sum(part for _, part in parts)
    if sent < amount_minor:
        _notify_disputed(session, payments, now=now)
    session.flush()
    return sent


def has_more_to_pay(session: Session, enrolment_id: int) -> bool:
    """Whether payments of this place are still to come."""
    to_come = select(Instalment.id).where(
        Instalment.enrolment_id == enrolment_id, Instalment.state.in_(OPEN_INSTALMENTS)
    )
    return session.scalar(to_come.limit(1)) is not None


def cancel_instalments(session: Session, enrolment: Enrolment) -> None:
    """Nothing more is asked for. A charge under way is still looked at: its money belongs to a place that has ended."""
    for instalment in session.scalars(
        select(Instalment).where(
            Instalment.enrolment_id == enrolment.id, Instalment.state.in_(OPEN_INSTALMENTS)
        )
    ):
        if instalment.state != InstalmentState.PAYING:
            instalment.try_at = None
        instalment.move("cancel")


def _notify_disputed(session: Session, payments: Sequence[Payment], *, now: dt.datetime) -> None:
    for payment in payments:
        if any(one.state == DisputeState.OPEN for one in payment.disputes):
            open_finding(
                session,
                "refund_disputed",
                subject_type="payment",
                subject_public_id=payment.public_id,
                practice_id=payment.practice_id,
                now=now,
            )
