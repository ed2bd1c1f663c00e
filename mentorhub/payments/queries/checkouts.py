"""Reads of checkouts: those Stripe must be asked about, and an enrolment's own."""

import datetime as dt

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS, CheckoutState


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
