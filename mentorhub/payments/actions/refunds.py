"""Refunds on their way: sent from the outbox, each under a key of its own, and looked for before it is sent again."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.events import retry_after
from mentorhub.payments.rules.failures import (
    StripeDisconnected,
    StripeFailed,
    StripeRefused,
    StripeUnavailable,
)
from mentorhub.payments.rules.refunds import (
    DISCONNECTED,
    LOOKED_AGAIN_AFTER,
    UNDONE_REFUNDS,
    RefundState,
    dashboard_page,
    refund_key,
)
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData


@dataclass(frozen=True)
class _Asked:
    """What is asked of Stripe. `was_asked`: before, so that it may be there already; `is_lost`: Stripe failed at it.

    `may_ask`: False while it is too early for another key.
    """

    account: str
    reference: str
    payment_intent: str
    amount_minor: int
    key_number: int
    was_asked: bool
    is_lost: bool
    may_ask: bool
    has_fee: bool


def send_refund(refund_id: int) -> None:
    """Send one queued refund: look for it if it was asked for before, ask Stripe under its key, store the answer.

    A call without an answer is repeated later under the same key. Stripe's own error stays the answer to that key,
    whether it acted or not: so the refund is looked for, again some minutes later, and then sent under a new key.
    Money goes back once. A refusal opens a finding and is never sent again by itself; so does an account that is closed
    to us: its finding names the payment's page in the practice's own dashboard.
    """
    asked = _begin(refund_id)  # 1. what to ask
    if asked is None:
        return
    try:
        data = _look_for(asked) if asked.was_asked else None  # 2. outside any transaction
        if data is None and asked.may_ask:
            data = _ask(refund_id, asked)  # 3. the same
    except StripeDisconnected:
        _store_refund(refund_id, "", "failed", DISCONNECTED)
    except StripeUnavailable:
        return
    except StripeRefused as refusal:
        _store_refund(refund_id, "", "failed", refusal.code)
    else:
        if data is not None:
            _store_refund(refund_id, data.id, data.status, data.failure_reason)  # 4. the answer


def _begin(refund_id: int) -> _Asked | None:
    with transaction(viewer=SYSTEM) as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.state != RefundState.QUEUED:
            return None
        payment = session.get_one(Payment, refund.payment_id)
        assert payment.payment_intent is not None
        now = clock.now()
        refund.attempts += 1
        refund.due_at = now + retry_after(refund.attempts)
        is_lost = refund.lost_at is not None
        return _Asked(
            account=refund.stripe_account,
            reference=refund.public_id,
            payment_intent=payment.payment_intent,
            amount_minor=refund.amount_minor,
            key_number=refund.key_number,
            was_asked=refund.attempts > 1,
            is_lost=is_lost,
            may_ask=refund.lost_at is None or refund.lost_at <= now - LOOKED_AGAIN_AFTER,
            has_fee=payment.application_fee_minor > 0,
        )


def _look_for(asked: _Asked) -> RefundData | None:
    """The refund, if Stripe knows it. A failed or refused request says nothing about it."""
    try:
        found = stripe_refunds.refunds_of(asked.payment_intent, account=asked.account)
    except StripeRefused as refusal:
        raise StripeUnavailable(str(refusal)) from refusal
    return next((one for one in found if one.reference == asked.reference), None)


def _ask(refund_id: int, asked: _Asked) -> RefundData:
    number = _next_key(refund_id) if asked.is_lost else asked.key_number
    try:
        return stripe_refunds.refund(
            account=asked.account,
            key=refund_key(asked.reference, number),
            payment_intent=asked.payment_intent,
            amount_minor=asked.amount_minor,
            reference=asked.reference,
            has_fee=asked.has_fee,
        )
    except StripeFailed:
        _mark_lost(refund_id)
        found = _look_for(asked)
        if found is None:
            raise
        return found


def _next_key(refund_id: int) -> int:
    """The number of the key that is asked under from now on: on disk before it is used."""
    with transaction(viewer=SYSTEM) as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.lost_at is not None:
            refund.key_number, refund.lost_at = refund.key_number + 1, None
        return refund.key_number


def _mark_lost(refund_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.state == RefundState.QUEUED:
            now = clock.now()
            refund.lost_at = refund.lost_at or now
            refund.due_at = now + LOOKED_AGAIN_AFTER


def _store_refund(refund_id: int, stripe_refund: str, status: str, failure: str) -> None:
    verb = {"succeeded": "succeed", "failed": "fail", "canceled": "cancel"}.get(status, "send")
    with transaction(viewer=SYSTEM) as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.state != RefundState.QUEUED:
            return
        refund.stripe_refund = stripe_refund or None
        refund.failure_reason = failure
        refund.move(verb)
        if refund.state in UNDONE_REFUNDS:
            open_finding(
                session,
                "refund_failed",
                subject_type="refund",
                subject_public_id=refund.public_id,
                practice_id=refund.practice_id,
                detail=_detail(session, refund),
                now=clock.now(),
            )


def _detail(session: Session, refund: Refund) -> str:
    """What the finding says: Stripe's reason, and where its owner can send it by hand."""
    intent = session.get_one(Payment, refund.payment_id).payment_intent or ""
    page = dashboard_page(intent, account=refund.stripe_account)
    return f"{refund.failure_reason}: {page}" if page else refund.failure_reason
