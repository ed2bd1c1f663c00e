"""Stripe's events: which are handled, how long they are kept, and how far two clocks may differ."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mentorhub.foundation.transitions import Transitions

THIN = "v2.core.event"  # what an event of the second API says it is
API_VERSION = "2026-10-28.endive"
KEY_REFUSED, PLATFORM = (
    "stripe_key_refused",
    "platform",
)  # a finding; whose, where no account is named
CLOCKS_DIFFER_FROM = 60  # seconds from which a finding is open
PAYLOADS_KEPT = dt.timedelta(days=30)  # after the event is finished
EVENTS_KEPT = dt.timedelta(days=30)  # by Stripe; older ones cannot be fetched
LEFT_TO_THE_WEBHOOK = dt.timedelta(seconds=60)  # an event younger than this may still be on its way
LATE = dt.timedelta(minutes=2)  # one that had to be fetched after this was missed
HANDLED = (
    "checkout.session.*",
    "charge.refunded",
    "charge.refund.updated",
    "refund.*",
    "charge.dispute.*",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "account.application.deauthorized",
)
ABOUT_ACCOUNTS = (
    "account.application.deauthorized",
    "v2.core.account",
)  # what their types begin with
ONCE = frozenset(  # what happens to an object once: a second event of that type reports the same change
    {
        *(f"checkout.session.{end}" for end in ("completed", "expired")),
        *(f"checkout.session.async_payment_{end}" for end in ("succeeded", "failed")),
        *("charge.dispute.created", "charge.dispute.closed", "refund.created", "refund.failed"),
    }
)


class EventState(StrEnum):
    """What became of an event that Stripe sent."""

    RECEIVED = "received"
    APPLIED = "applied"
    IGNORED = "ignored"


EVENT = Transitions(
    EventState.RECEIVED,
    {
        "apply": ((EventState.RECEIVED,), EventState.APPLIED),
        "ignore": ((EventState.RECEIVED,), EventState.IGNORED),
    },
)


def is_thin(payload: Mapping[str, Any]) -> bool:
    """Whether an event's body is of Stripe's second API; both come to one address, signed alike."""
    return payload.get("object") == THIN


def object_in(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What an event carries of its object; nothing in a thin one, or once its payload is forgotten."""
    found: dict[str, Any] = (payload.get("data") or {}).get("object") or {}
    return found


def clock_difference(
    stripe_time: dt.datetime, *, asked_at: dt.datetime, answered_at: dt.datetime
) -> int:
    """Seconds by which Stripe's clock is surely ahead of ours, negative if behind; 0 where it may be the same.

    `stripe_time` is the whole second in Stripe's answer, read between `asked_at` and `answered_at`.
    """
    if stripe_time > answered_at:
        return int((stripe_time - answered_at).total_seconds())
    last = stripe_time + dt.timedelta(seconds=1)
    return -int((asked_at - last).total_seconds()) if last < asked_at else 0


def retry_after(attempts: int) -> dt.timedelta:
    """30 seconds doubling with each attempt, an hour at most."""
    return min(dt.timedelta(seconds=30 * 2 ** min(attempts - 1, 10)), dt.timedelta(hours=1))
