"""Stripe's events: verified, stored, finished or put off. What they mean is decided by the room above."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.payments import rules, stripe_gateway
from mentorhub.payments.models import StripeEvent
from mentorhub.payments.rules import EventState
from mentorhub.payments.stripe_gateway import (
    EventFacts,
)


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
        event.due_at = clock.now() + rules.retry_after(event.attempts)


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
