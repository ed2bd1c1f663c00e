"""The money of a place under its cohort's lock: whether it can still be paid, and sending back what was paid."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.line.locked import LockedCohort, LockedPlace
from mentorhub.enrolment.queries.checkouts import money_of_place
from mentorhub.enrolment.rules.money import spread_refund
from mentorhub.enrolment.rules.refusals import CheckoutUnderway, PaymentsStopped
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS, InstalmentState
from mentorhub.payments.rules.refunds import DisputeState


def owner_of(session: Session, payment: Payment) -> int:
    """The id of the enrolment that a payment was made for, by checkout or instalment."""
    if payment.checkout_id is not None:
        return session.get_one(Checkout, payment.checkout_id).enrolment_id
    return session.get_one(Instalment, payment.instalment_id).enrolment_id


def refuse_while_payable(place: LockedPlace) -> None:
    """A seat is never freed while its checkout can still be paid: raises `CheckoutUnderway`."""
    if is_payable(place):
        raise CheckoutUnderway


def is_payable(place: LockedPlace) -> bool:
    """Whether a checkout of this place can still be paid."""
    live = place.session.scalar(
        select(Checkout.id).where(
            Checkout.enrolment_id == place.enrolment.id, Checkout.state.in_(LIVE_CHECKOUTS)
        )
    )
    return live is not None


def lock_account(line: LockedCohort) -> str:
    """The account on which the cohort's seats are paid now; its practice keeps it until this transaction ends.

    A rehearsal is paid at the sandbox for rehearsals. Raises `PaymentsStopped` where the practice takes no payments.
    """
    if line.cohort.is_rehearsal:
        return REHEARSAL
    practice = line.session.get_one(
        Practice, line.cohort.practice_id, with_for_update={"read": True}, populate_existing=True
    )
    if not practice.can_charge:
        raise PaymentsStopped
    return practice.stripe_account


def has_more_to_pay(place: LockedPlace) -> bool:
    """Whether payments of this place are still to come."""
    to_come = select(Instalment.id).where(
        Instalment.enrolment_id == place.enrolment.id, Instalment.state.in_(OPEN_INSTALMENTS)
    )
    return place.session.scalar(to_come.limit(1)) is not None


def send_back(place: LockedPlace, amount_minor: int, *, reason: str, by: int | None = None) -> int:
    """Queue refunds of up to this much, from the newest payment first; returns the minor units that go back.

    Disputed money is not sent: an open finding `refund_disputed` names each payment that it concerns.
    """
    payments = money_of_place(place.session, place.enrolment.id).payments
    known = {payment.id: payment for payment in payments}
    holding = [(payment.id, payment.refundable_minor) for payment in payments]
    parts = spread_refund(amount_minor, payments=holding)
    for payment_id, part in parts:
        known[payment_id].send_back(part, reason=reason, now=place.now, requested_by_id=by)
    sent = sum(part for _, part in parts)
    if sent < amount_minor:
        _notify_disputed(place, payments)
    place.session.flush()
    return sent


def cancel_instalments(place: LockedPlace) -> None:
    """Nothing more is asked for. A charge under way is still looked at: its money belongs to a place that has ended."""
    for instalment in place.session.scalars(
        select(Instalment).where(
            Instalment.enrolment_id == place.enrolment.id, Instalment.state.in_(OPEN_INSTALMENTS)
        )
    ):
        if instalment.state != InstalmentState.PAYING:
            instalment.try_at = None
        instalment.move("cancel")


def _notify_disputed(line: LockedCohort, payments: Sequence[Payment]) -> None:
    for payment in payments:
        if any(one.state == DisputeState.OPEN for one in payment.disputes):
            open_finding(
                line.session,
                "refund_disputed",
                subject_type="payment",
                subject_public_id=payment.public_id,
                practice_id=payment.practice_id,
                now=line.now,
            )
