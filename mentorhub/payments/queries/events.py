"""Reads of Stripe's events: what is due, and which checkout an event is about."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Text, cast, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.rules.events import PAYLOADS_KEPT, EventState, is_thin, object_in


def due_events(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of stored events that wait to be applied, oldest first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(StripeEvent.id)
                .where(StripeEvent.state == EventState.RECEIVED, StripeEvent.due_at <= now)
                .order_by(StripeEvent.id)
                .limit(limit)
            )
        )


def events_with_old_payloads(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of events that were finished 30 days ago and still hold their payload, the oldest first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(StripeEvent.id)
                .where(
                    StripeEvent.done_at <= now - PAYLOADS_KEPT,
                    cast(StripeEvent.payload, Text) != "{}",
                )
                .order_by(StripeEvent.done_at, StripeEvent.id)
                .limit(limit)
            )
        )


@dataclass(frozen=True)
class EventSeen:
    """What applying an event needs of it; `intent` '' where its object names none."""

    account: str
    type: str
    object_id: str
    intent: str
    is_thin: bool


def event_seen(event_id: int, *, viewer: Viewer) -> EventSeen:
    """A stored event."""
    with reading(viewer=viewer) as session:
        event = session.get_one(StripeEvent, event_id)
        intent = object_in(event.payload).get("payment_intent")
        return EventSeen(
            event.stripe_account,
            event.type,
            event.object_id,
            intent if isinstance(intent, str) else "",
            is_thin(event.payload),
        )


def checkout_of_event(event_id: int, *, viewer: Viewer) -> int | None:
    """The checkout an event's Checkout Session belongs to; None for anything else, or an unknown session."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(Checkout.id)
            .join(
                StripeEvent,
                (StripeEvent.object_id == Checkout.stripe_session)
                & (StripeEvent.stripe_account == Checkout.stripe_account),
            )
            .where(StripeEvent.id == event_id)
        )


def checkout_named(event_id: int, *, viewer: Viewer) -> str:
    """The public id of our checkout that an event's object was made for; '' if it is not one of ours."""
    with reading(viewer=viewer) as session:
        event = session.get_one(StripeEvent, event_id)
        return str((object_in(event.payload).get("metadata") or {}).get("checkout") or "")
