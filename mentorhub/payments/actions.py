"""Deeds of money: store an event, finish it, send a refund."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.foundation.findings import open_finding
from mentorhub.payments import rules, stripe_gateway
from mentorhub.payments.models import Payment, Refund, StripeEvent
from mentorhub.payments.rules import EventState, RefundState
from mentorhub.payments.stripe_gateway import (
    EventFacts,
    ForgedEvent,
    StripeRefused,
    StripeUnavailable,
)

__all__ = [
    "ForgedEvent",
    "StripeRefused",
    "StripeUnavailable",
    "finish_event",
    "put_off_event",
    "receive_event",
    "send_refund",
]


def receive_event(body: bytes, signature: str) -> None:
    """Verify and store an event before it is answered; one delivered again is not stored again.

    Raises `ForgedEvent`, and then nothing is stored. An event of live mode on a test key (or the
    other way round) or of another API version is stored as ignored, with the reason.
    """
    facts = stripe_gateway.read_event(body, signature, secrets=settings().stripe_webhook_secrets)
    try:
        with transaction(viewer=SYSTEM) as session:
            _store(session, facts, now=clock.now())
    except IntegrityError:
        return  # the same event, delivered twice at once: the index let one in


def finish_event(event_id: int, *, reason: str = "") -> None:
    """Mark an event applied, or with a reason ignored. Doing it twice changes nothing."""
    with transaction(viewer=SYSTEM) as session:
        event = session.get_one(StripeEvent, event_id, with_for_update=True)
        if event.state == EventState.RECEIVED:
            event.finish("ignore" if reason else "apply", now=clock.now(), reason=reason)


def put_off_event(event_id: int) -> None:
    """Applying failed: try again later, 30 s doubling to an hour at most."""
    with transaction(viewer=SYSTEM) as session:
        event = session.get_one(StripeEvent, event_id, with_for_update=True)
        event.attempts += 1
        event.due_at = clock.now() + retry_after(event.attempts)


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
        refund.due_at = clock.now() + retry_after(refund.attempts)
        account, amount = refund.stripe_account, refund.amount_minor
        key = rules.refund_key(refund.public_id)
    try:
        facts = stripe_gateway.refund(  # 2. outside any transaction
            account=account, key=key, payment_intent=intent, amount_minor=amount
        )
    except StripeUnavailable:
        return
    except StripeRefused as refusal:
        _store_refund(refund_id, "", "failed", refusal.code)
        return
    _store_refund(refund_id, facts.id, facts.status, facts.failure_reason)  # 3. the answer


def retry_after(attempts: int) -> dt.timedelta:
    """30 seconds doubling with each attempt, an hour at most."""
    return min(dt.timedelta(seconds=30 * 2 ** min(attempts - 1, 10)), dt.timedelta(hours=1))


def _store(session: Session, facts: EventFacts, *, now: dt.datetime) -> None:
    known = session.scalar(
        select(StripeEvent.id).where(
            StripeEvent.stripe_account == facts.account, StripeEvent.event_id == facts.id
        )
    )
    if known is not None:
        return
    event = StripeEvent(
        stripe_account=facts.account,
        event_id=facts.id,
        type=facts.type,
        object_id=facts.object_id,
        api_version=facts.api_version,
        livemode=facts.livemode,
        payload=facts.payload,
        received_at=now,
        due_at=now,
    )
    session.add(event)
    reason = _foreign(facts)
    if reason:
        event.finish("ignore", now=now, reason=reason)


def _foreign(facts: EventFacts) -> str:
    if facts.livemode != ("_live_" in settings().stripe_secret_key):
        return "other mode"
    if facts.api_version != rules.API_VERSION:
        return "other API version"
    return ""


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
