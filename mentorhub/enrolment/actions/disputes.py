"""A payer's bank asks for the money back: the seat pauses while it asks, and ends where the bank wins."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.line import endings, money, moves
from mentorhub.enrolment.line.locked import LockedPlace, lock_place
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import close_findings, open_finding
from mentorhub.payments.models.ledger import Dispute, Payment
from mentorhub.payments.rules.refunds import DisputeState, dispute_verb
from mentorhub.payments.stripe_gateway import disputes as stripe_disputes
from mentorhub.payments.stripe_gateway.disputes import DisputeData


def apply_dispute(dispute_id: str, *, account: str) -> bool:
    """Bring the seat to what Stripe says of a dispute; False where it is about no payment of ours.

    Idempotent, in any order of events, with the first one missing too: what is decided stays decided.
    Raises `StripeUnavailable`, and `CheckoutUnderway` while an instalment of the seat can still be paid.
    """
    data = stripe_disputes.dispute(dispute_id, account=account)  # 1. ask, outside any transaction
    with transaction(viewer=SYSTEM) as session:
        found = _payment(session, data, account=account)
    if found is None:
        return False
    _bring_to(data, *found)  # 2. and decide
    return True


def recognise_disputes(payment_id: int) -> None:
    """As `apply_dispute`, for every dispute of a payment that moved money, whether or not an event reported it."""
    with transaction(viewer=SYSTEM) as session:
        payment = session.get_one(Payment, payment_id)
        intent, account = payment.payment_intent, payment.stripe_account
        enrolment_id = money.owner_of(session, payment)
    assert intent is not None  # only payments that moved money are asked about
    for data in stripe_disputes.disputes_of(intent, account=account):
        _bring_to(data, payment_id, enrolment_id)


def _bring_to(data: DisputeData, payment_id: int, enrolment_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:  # under the cohort's lock
        place = lock_place(session, enrolment_id)
        payment = session.get_one(Payment, payment_id, populate_existing=True)
        dispute, is_new = _dispute(session, payment, data, now=place.now)
        verb = dispute_verb(data.status, dispute.state)
        if verb is not None:
            dispute.move(verb)
            dispute.closed_at = place.now
        session.flush()
        if is_new or verb is not None:
            _apply(place, dispute)


def _payment(session: Session, data: DisputeData, *, account: str) -> tuple[int, int] | None:
    """(payment's id, enrolment's id) of the disputed money."""
    payment = session.scalar(
        select(Payment).where(
            Payment.stripe_account == account, Payment.payment_intent == data.payment_intent
        )
    )
    return (payment.id, money.owner_of(session, payment)) if payment is not None else None


def _dispute(
    session: Session, payment: Payment, data: DisputeData, *, now: dt.datetime
) -> tuple[Dispute, bool]:
    for known in payment.disputes:
        if known.stripe_dispute == data.id:
            return known, False
    made = Dispute(
        practice_id=payment.practice_id,
        payment_id=payment.id,
        stripe_account=payment.stripe_account,
        stripe_dispute=data.id,
        amount_minor=data.amount_minor,
        currency=data.currency,
        opened_at=now,
    )
    payment.disputes.append(made)
    session.flush()
    return made, True


def _apply(place: LockedPlace, dispute: Dispute) -> None:
    session, now = place.session, place.now
    if dispute.state == DisputeState.OPEN:
        _notify(session, "dispute_opened", dispute, now=now)
        moves.pause(place, moves.DISPUTE)
        return
    close_findings(session, "dispute_opened", subject_public_id=dispute.public_id, now=now)
    if dispute.state == DisputeState.WON:
        moves.resume(place, moves.DISPUTE)
        return
    _notify(session, "dispute_lost", dispute, now=now)
    if place.enrolment.state == EnrolmentState.ENROLLED:
        endings.revoke_seat(place, "dispute_lost")


def _notify(session: Session, kind: str, dispute: Dispute, *, now: dt.datetime) -> None:
    open_finding(
        session,
        kind,
        subject_type="dispute",
        subject_public_id=dispute.public_id,
        practice_id=dispute.practice_id,
        now=now,
    )
