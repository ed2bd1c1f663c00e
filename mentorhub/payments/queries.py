"""Reads of money: what is due at Stripe, and which checkout an event is about."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Text, cast, func, select

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS, CheckoutState
from mentorhub.payments.rules.events import PAYLOADS_KEPT, EventState
from mentorhub.payments.rules.refunds import RefundState


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


def event_seen(event_id: int, *, viewer: Viewer) -> EventSeen:
    """A stored event."""
    with reading(viewer=viewer) as session:
        event = session.get_one(StripeEvent, event_id)
        intent = event.payload["data"]["object"].get("payment_intent")
        return EventSeen(
            event.stripe_account,
            event.type,
            event.object_id,
            intent if isinstance(intent, str) else "",
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
        return str((event.payload["data"]["object"].get("metadata") or {}).get("checkout") or "")


def unanswered_attempts(*, viewer: Viewer, before: dt.datetime, limit: int) -> list[int]:
    """Ids of checkouts whose create call got no answer; made before `before`."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Checkout.id)
                .where(Checkout.state == CheckoutState.ATTEMPTED, Checkout.created_at < before)
                .order_by(Checkout.id)
                .limit(limit)
            )
        )


def lost_checkouts(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of abandoned checkouts that Stripe may have made all the same, the longest due first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Checkout.id)
                .where(Checkout.look_at <= now)
                .order_by(Checkout.look_at, Checkout.id)
                .limit(limit)
            )
        )


def overdue_checkouts(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of open checkouts past their end at Stripe, whose end no event has reported."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Checkout.id)
                .where(Checkout.state == CheckoutState.OPEN, Checkout.expires_at <= now)
                .order_by(Checkout.expires_at)
                .limit(limit)
            )
        )


def live_checkout(enrolment_id: int, *, viewer: Viewer) -> int | None:
    """The id of an enrolment's checkout that can still be paid, or None."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(Checkout.id).where(
                Checkout.enrolment_id == enrolment_id, Checkout.state.in_(LIVE_CHECKOUTS)
            )
        )


def due_refunds(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of refunds that wait to be sent, oldest first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Refund.id)
                .where(Refund.state == RefundState.QUEUED, Refund.due_at <= now)
                .order_by(Refund.id)
                .limit(limit)
            )
        )


def checkout_of_session(session_id: str, enrolment_id: int, *, viewer: Viewer) -> int | None:
    """The enrolment's own checkout with this session id; a foreign or invented id is None."""
    if not session_id:
        return None
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(Checkout.id).where(
                Checkout.enrolment_id == enrolment_id, Checkout.stripe_session == session_id
            )
        )


def undecided_refunds(*, viewer: Viewer, before: dt.datetime, limit: int) -> list[int]:
    """Ids of payments with a refund that Stripe had not decided yet, asked for before `before`."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Refund.payment_id)
                .where(Refund.state == RefundState.PENDING, Refund.requested_at < before)
                .group_by(Refund.payment_id)
                .order_by(func.min(Refund.id))
                .limit(limit)
            )
        )


def payments_at_stripe(*, viewer: Viewer) -> list[int]:
    """Ids of all payments that moved money, oldest first."""
    with reading(viewer=viewer) as session:
        moved = select(Payment.id).where(Payment.payment_intent.is_not(None))
        return list(session.scalars(moved.order_by(Payment.id)))


def payment_of_intent(payment_intent: str, *, account: str, viewer: Viewer) -> int | None:
    """The payment that this intent became; None for an unknown session."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(Payment.id).where(
                Payment.stripe_account == account, Payment.payment_intent == payment_intent
            )
        )


def stripe_accounts(*, viewer: Viewer) -> list[str]:
    """Every Stripe account that takes money here; '' is the platform's own."""
    with reading(viewer=viewer) as session:
        found = session.scalars(select(Practice.stripe_account).distinct())
        return sorted({"", *found})
