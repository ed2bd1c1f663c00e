"""Checkouts: their states, Stripe's idempotency key, and when a payment page ends."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.transitions import Transitions

SESSION_MINUTES_MIN = 30  # Stripe: expires_at is 30 minutes to 24 hours after creation
SESSION_MARGIN = dt.timedelta(minutes=2)  # a hold lasts this much longer than its payment page
SESSION_MINUTES = SESSION_MINUTES_MIN + 5  # for a clock that is behind Stripe's, and a slow call
ANSWER_LOST_AFTER = dt.timedelta(minutes=10)  # longer than any call of ours takes, retries included
LOST_FOR_LONG = dt.timedelta(
    hours=1
)  # what has been lost for longer is looked for as often as this


class CheckoutState(StrEnum):
    """A checkout from our attempt to its end at Stripe."""

    ATTEMPTED = "attempted"
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    ABANDONED = "abandoned"


CHECKOUT = Transitions(
    CheckoutState.ATTEMPTED,
    {
        "open": ((CheckoutState.ATTEMPTED,), CheckoutState.OPEN),
        "complete": (
            (
                CheckoutState.ATTEMPTED,
                CheckoutState.OPEN,
                CheckoutState.EXPIRED,
                CheckoutState.ABANDONED,
            ),
            CheckoutState.COMPLETED,
        ),
        "expire": (
            (CheckoutState.ATTEMPTED, CheckoutState.OPEN, CheckoutState.ABANDONED),
            CheckoutState.EXPIRED,
        ),
        "abandon": ((CheckoutState.ATTEMPTED,), CheckoutState.ABANDONED),
    },
)
LIVE_CHECKOUTS = (CheckoutState.ATTEMPTED, CheckoutState.OPEN)


def checkout_key(checkout_public_id: str) -> str:
    """Stripe's idempotency key of a checkout: one attempt, one key (a crash repeats the same call)."""
    return f"checkout-{checkout_public_id}"


def session_expiry(
    *, now: dt.datetime, deadline: dt.datetime, is_first: bool
) -> dt.datetime | None:
    """When a new checkout ends at Stripe, in whole seconds UTC, or None where none may be opened.

    The first may reach past the applicant's deadline (Stripe's shortest is 30 minutes) and moves
    it; a later one may not, so that a hold cannot be renewed by paying again and again.
    """
    utc = now.astimezone(dt.UTC)  # minutes of a local clock are not always minutes
    shortest = (utc + dt.timedelta(minutes=SESSION_MINUTES)).replace(microsecond=0)
    if is_first or shortest + SESSION_MARGIN <= deadline:
        return shortest
    return None
