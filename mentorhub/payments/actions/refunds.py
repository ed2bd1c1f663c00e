"""Refunds on their way: sent from the outbox, each with its own key."""

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.foundation.findings import open_finding
from mentorhub.payments import rules, stripe_gateway
from mentorhub.payments.models import Payment, Refund
from mentorhub.payments.rules import RefundState
from mentorhub.payments.stripe_gateway import (
    StripeRefused,
    StripeUnavailable,
)


def send_refund(refund_id: int) -> None:
    """Send one queued refund: read it, ask Stripe with its own key, store the answer.

    A call without an answer is repeated later with the same key, so money goes back once. A refusal
    opens a finding and is never sent again by itself.
    """
    with transaction(viewer=SYSTEM) as session:  # 1. what to ask
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.state != RefundState.QUEUED:
            return
        intent = session.get_one(Payment, refund.payment_id).payment_intent
        assert intent is not None
        refund.attempts += 1
        refund.due_at = clock.now() + rules.retry_after(refund.attempts)
        account, amount = refund.stripe_account, refund.amount_minor
        key, reference = rules.refund_key(refund.public_id), refund.public_id
    try:
        facts = stripe_gateway.refund(  # 2. outside any transaction
            account=account,
            key=key,
            payment_intent=intent,
            amount_minor=amount,
            reference=reference,
        )
    except StripeUnavailable:
        return
    except StripeRefused as refusal:
        _store_refund(refund_id, "", "failed", refusal.code)
        return
    _store_refund(refund_id, facts.id, facts.status, facts.failure_reason)  # 3. the answer


def _store_refund(refund_id: int, stripe_refund: str, status: str, failure: str) -> None:
    verb = {"succeeded": "succeed", "failed": "fail", "canceled": "cancel"}.get(status, "send")
    with transaction(viewer=SYSTEM) as session:
        refund = session.get_one(Refund, refund_id, with_for_update=True)
        if refund.state != RefundState.QUEUED:
            return
        refund.stripe_refund = stripe_refund or None
        refund.failure_reason = failure
        refund.move(verb)
        if refund.state in rules.UNDONE_REFUNDS:
            open_finding(
                session,
                "refund_failed",
                subject_type="refund",
                subject_public_id=refund.public_id,
                practice_id=refund.practice_id,
                detail=failure,
                now=clock.now(),
            )
