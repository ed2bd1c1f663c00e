"""Reads of payments and refunds: what is due at Stripe, and which payment an intent became."""

import datetime as dt

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.refunds import RefundState


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
