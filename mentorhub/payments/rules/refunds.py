"""Refunds and disputes: their states, keys, and the moves that bring them to what Stripe says."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.transitions import Transitions

LOOKED_AGAIN_AFTER = dt.timedelta(minutes=5)  # for a refund that Stripe failed at, before a new key
KEYS_KEPT = dt.timedelta(hours=23)  # Stripe forgets a key after 24 hours


class RefundState(StrEnum):
    """A refund from our request to the bank's answer. It may fail even after it succeeded."""

    QUEUED = "queued"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DisputeState(StrEnum):
    """A dispute in the three ways that matter to a seat."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


REFUND = Transitions(
    RefundState.QUEUED,
    {
        "send": ((RefundState.QUEUED,), RefundState.PENDING),
        "succeed": ((RefundState.QUEUED, RefundState.PENDING), RefundState.SUCCEEDED),
        "fail": (
            (RefundState.QUEUED, RefundState.PENDING, RefundState.SUCCEEDED),
            RefundState.FAILED,
        ),
        "cancel": ((RefundState.QUEUED, RefundState.PENDING), RefundState.CANCELLED),
    },
)
DISPUTE = Transitions(
    DisputeState.OPEN,
    {
        "win": ((DisputeState.OPEN,), DisputeState.WON),
        "lose": ((DisputeState.OPEN,), DisputeState.LOST),
    },
)
DISCONNECTED = "account_disconnected"  # why a refund was not sent: only its owner's dashboard can
DROPPED = "refunded_in_dashboard"  # why a queued refund was never sent
UNDONE_REFUNDS = (RefundState.FAILED, RefundState.CANCELLED)  # their money has not gone back


def refund_key(refund_public_id: str, number: int = 0) -> str:
    """Stripe's idempotency key of a refund; a new number after Stripe stored an error of its own under the last one."""
    return f"refund-{refund_public_id}" + (f"-{number}" if number else "")


def dashboard_page(payment_intent: str, *, account: str) -> str:
    """The payment's page in its account's own dashboard at Stripe; '' for the platform's own account."""
    return f"https://dashboard.stripe.com/payments/{payment_intent}" if account else ""


def refund_verb(status: str, state: RefundState) -> str | None:
    """The move that brings a refund to what Stripe says of it; None where it is there, or may not go back."""
    verb = {"succeeded": "succeed", "failed": "fail", "canceled": "cancel"}.get(status, "send")
    return verb if REFUND.allows(verb, state) else None


def dispute_verb(status: str, state: DisputeState) -> str | None:
    """The move that brings a dispute to what Stripe says of it; None while it is open, or once it is decided."""
    verb = {"won": "win", "prevented": "win", "warning_closed": "win", "lost": "lose"}.get(status)
    return verb if verb and DISPUTE.allows(verb, state) else None
