"""Money that goes back by hand: asked for here, found in Stripe's dashboard, or paid but not what was asked for."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.seats import queue_money_back
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.endings import end, revoke_seat
from mentorhub.enrolment.line.instalments import plan
from mentorhub.enrolment.line.locked import LockedPlace, lock_place
from mentorhub.enrolment.line.money import owner_of, send_back
from mentorhub.enrolment.line.moves import confirm
from mentorhub.enrolment.queries.checkouts import MISMATCH, Money, money_of_place
from mentorhub.enrolment.rules.refusals import (
    MoneyOnItsWay,
    PaymentDisputed,
    RefundExceeds,
    RefundUnderway,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import close_findings, has_finding, open_finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.refunds import DROPPED, UNDONE_REFUNDS, RefundState, refund_verb
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from mentorhub.programs.queries.programs import refuse_strangers

HOLDS_MONEY = (EnrolmentState.ENROLLED, EnrolmentState.PAYING)


def refund(enrolment_id: int, *, amount_minor: int, viewer: Viewer) -> None:
    """The practice sends a part back, or all of it; all of it frees an enrolled seat in the same commit.

    `amount_minor` is in the seat's currency. Raises `RefundExceeds`, `PaymentDisputed`,
    `MoneyOnItsWay`, `CheckoutUnderway`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        place = lock_place(session, enrolment_id)
        refuse_strangers(place.cohort.practice_id, viewer=viewer)
        if place.enrolment.state == EnrolmentState.PAYING:
            raise MoneyOnItsWay
        _refuse_too_much(money_of_place(session, enrolment_id), amount_minor)
        sent = send_back(place, amount_minor, reason="goodwill", by=viewer.id)
        queue_money_back(session, place.enrolment, refund_minor=sent, now=place.now)
        _free_if_all_went_back(place)


def recognise_refunds(payment_id: int) -> None:
    """Bring a payment's refunds to what Stripe says: ours by id or reference, others as made in its dashboard.

    A full one frees an enrolled seat. Idempotent. Raises `StripeUnavailable`; `RefundUnderway` while
    one of ours may be on its way to the same money.
    """
    with transaction(viewer=SYSTEM) as session:
        payment = session.get_one(Payment, payment_id)
        intent, account = payment.payment_intent, payment.stripe_account
        enrolment_id = owner_of(session, payment)
    if intent is None:
        return
    data = stripe_refunds.refunds_of(intent, account=account)  # 1. ask, outside any transaction
    with transaction(viewer=SYSTEM) as session:  # 2. and write it down, under the cohort's lock
        place = lock_place(session, enrolment_id)
        payment = session.get_one(Payment, payment_id, populate_existing=True)
        found = [_recognised(session, payment, one, now=place.now) for one in data]
        _make_room(payment, known={one.id for one in found})
        session.flush()
        if any(one.reason == "dashboard" for one in found):
            _free_if_all_went_back(place)


def _refuse_too_much(paid: Money, amount_minor: int) -> None:
    most = paid.refundable_minor
    if 0 < amount_minor <= most:
        return
    if most < amount_minor <= paid.left_minor:
        raise PaymentDisputed
    raise RefundExceeds(most)


def _recognised(
    session: Session, payment: Payment, data: RefundData, *, now: dt.datetime
) -> Refund:
    refund = _known(payment.refunds, data) or _made_by_hand(session, payment, data, now=now)
    verb = refund_verb(data.status, refund.state)
    refund.stripe_refund = data.id
    if verb is not None:
        refund.move(verb)
    if refund.state in UNDONE_REFUNDS and verb is not None:
        refund.failure_reason = data.failure_reason or data.status
        _notify(session, "refund_failed", refund, now=now)
    return refund


def _known(refunds: Iterable[Refund], data: RefundData) -> Refund | None:
    for refund in refunds:
        if data.id == refund.stripe_refund or data.reference == refund.public_id:
            return refund
    return None


def _made_by_hand(
    session: Session, payment: Payment, data: RefundData, *, now: dt.datetime
) -> Refund:
    refund = Refund(
        practice_id=payment.practice_id,
        reason="dashboard",
        stripe_account=payment.stripe_account,
        stripe_refund=data.id,
        amount_minor=data.amount_minor,
        currency=data.currency,
        requested_at=now,
        due_at=now,
    )
    payment.refunds.append(refund)
    session.flush()
    _notify(session, "refunded_in_dashboard", refund, now=now)
    return refund


def _make_room(payment: Payment, *, known: set[int]) -> None:
    """Money that went back by hand cannot go back again: what we had queued and never asked for is dropped."""
    unsent = [one for one in payment.refunds if one.state == RefundState.QUEUED]
    for refund in unsent:
        if payment.kept_minor < 0 and refund.id not in known:
            if refund.attempts:
                raise RefundUnderway
            refund.failure_reason = DROPPED
            refund.move("cancel")


def _free_if_all_went_back(place: LockedPlace) -> None:
    if place.enrolment.state not in HOLDS_MONEY:
        return
    paid = money_of_place(place.session, place.enrolment.id)
    if paid.paid_minor and not paid.left_minor:
        revoke_seat(place, "refunded")


def _notify(session: Session, kind: str, refund: Refund, *, now: dt.datetime) -> None:
    open_finding(
        session,
        kind,
        subject_type="refund",
        subject_public_id=refund.public_id,
        practice_id=refund.practice_id,
        detail=refund.failure_reason,
        now=now,
    )


def accept_mismatch(enrolment_id: int, *, viewer: Viewer) -> None:
    """The amount paid is accepted: the seat is enrolled. Raises `NotFound` to strangers and where nothing waits."""
    with transaction(viewer=viewer) as session:
        place, checkout = _mismatched(session, enrolment_id, viewer=viewer)
        if place.enrolment.state != EnrolmentState.PAYING:
            raise NotFound
        confirm(place)
        intent = session.scalar(
            select(Payment.payment_intent).where(Payment.checkout_id == checkout.id)
        )
        plan(place, checkout, intent=intent)
        _close_mismatch(session, checkout, now=place.now, by=viewer)


def refuse_mismatch(enrolment_id: int, *, viewer: Viewer) -> None:
    """All of it goes back, and the seat to the next. For a place that has ended, only the money moves.

    Raises `NotFound` to strangers and where nothing waits.
    """
    with transaction(viewer=viewer) as session:
        place, checkout = _mismatched(session, enrolment_id, viewer=viewer)
        left = money_of_place(session, enrolment_id).left_minor
        sent = send_back(place, left, reason=MISMATCH, by=viewer.id)
        if place.enrolment.state == EnrolmentState.PAYING:
            end(place, "remove", reason=MISMATCH)
        queue_money_back(session, place.enrolment, refund_minor=sent, now=place.now)
        _close_mismatch(session, checkout, now=place.now, by=viewer)
        allocate(place)


def _mismatched(
    session: Session, enrolment_id: int, *, viewer: Viewer
) -> tuple[LockedPlace, Checkout]:
    place = lock_place(session, enrolment_id)
    refuse_strangers(place.cohort.practice_id, viewer=viewer)
    for checkout in session.scalars(select(Checkout).where(Checkout.enrolment_id == enrolment_id)):
        if has_finding(session, MISMATCH, subject_public_id=checkout.public_id):
            return place, checkout
    raise NotFound


def _close_mismatch(session: Session, checkout: Checkout, *, now: dt.datetime, by: Viewer) -> None:
    close_findings(session, MISMATCH, subject_public_id=checkout.public_id, now=now, by=by.id)
