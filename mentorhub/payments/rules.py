"""States of checkouts, instalments, refunds, disputes and events; keys and deadlines of Stripe calls. Pure."""

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorhub.foundation.money import in_parts
from mentorhub.foundation.transitions import Transitions

SESSION_MINUTES_MIN = 30  # Stripe: expires_at is 30 minutes to 24 hours after creation
SESSION_MARGIN = dt.timedelta(minutes=2)  # a hold lasts this much longer than its payment page
SESSION_MINUTES = SESSION_MINUTES_MIN + 5  # for a clock that is behind Stripe's, and a slow call
API_VERSION = "2026-10-28.endive"
TRIED_AT = dt.time(10)  # of an instalment's day: people are awake, and so is their bank
TRIED_AGAIN_AFTER = dt.timedelta(days=3)  # a refused card: the payer is notified first, and may act
ANSWER_LOST_AFTER = dt.timedelta(minutes=10)  # longer than any call of ours takes, retries included
LOOKED_AGAIN_AFTER = dt.timedelta(minutes=5)  # for a refund that Stripe failed at, before a new key
KEYS_KEPT = dt.timedelta(hours=23)  # Stripe forgets a key after 24 hours
KEY_REFUSED, PLATFORM = (
    "stripe_key_refused",
    "platform",
)  # a finding; whose, where no account is named
CLOCKS_DIFFER_FROM = 60  # seconds from which a finding is open
UNCONFIRMED = "requires_confirmation"  # Stripe's status of a charge that has moved no money
LEFT_TO_THE_PAYER = dt.timedelta(minutes=30)  # while a checkout for the same payment is open
ONLY_IN_PERSON = frozenset({"authentication_required", "no_card"})  # asking again changes nothing

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
)
ONCE = frozenset(  # what happens to an object once: a second event of that type reports the same change
    {
        *(f"checkout.session.{end}" for end in ("completed", "expired")),
        *(f"checkout.session.async_payment_{end}" for end in ("succeeded", "failed")),
        *("charge.dispute.created", "charge.dispute.closed", "refund.created", "refund.failed"),
    }
)


class CheckoutState(StrEnum):
    """A checkout from our attempt to its end at Stripe."""

    ATTEMPTED = "attempted"
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    ABANDONED = "abandoned"


class InstalmentState(StrEnum):
    """A dated part of a price."""

    SCHEDULED = "scheduled"
    PAYING = "paying"
    PAID = "paid"
    MISSED = "missed"
    CANCELLED = "cancelled"


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


class EventState(StrEnum):
    """What became of an event that Stripe sent."""

    RECEIVED = "received"
    APPLIED = "applied"
    IGNORED = "ignored"


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
INSTALMENT = Transitions(
    InstalmentState.SCHEDULED,
    {
        "charge": ((InstalmentState.SCHEDULED,), InstalmentState.PAYING),
        "settle": (
            (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.MISSED),
            InstalmentState.PAID,
        ),
        "decline": ((InstalmentState.PAYING,), InstalmentState.SCHEDULED),
        "miss": ((InstalmentState.SCHEDULED,), InstalmentState.MISSED),
        "cancel": (
            (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.MISSED),
            InstalmentState.CANCELLED,
        ),
    },
)
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
EVENT = Transitions(
    EventState.RECEIVED,
    {
        "apply": ((EventState.RECEIVED,), EventState.APPLIED),
        "ignore": ((EventState.RECEIVED,), EventState.IGNORED),
    },
)
LIVE_CHECKOUTS = (CheckoutState.ATTEMPTED, CheckoutState.OPEN)
OPEN_INSTALMENTS = (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.MISSED)
DROPPED = "refunded_in_dashboard"  # why a queued refund was never sent
UNDONE_REFUNDS = (RefundState.FAILED, RefundState.CANCELLED)  # their money has not gone back


def checkout_key(checkout_public_id: str) -> str:
    """Stripe's idempotency key of a checkout: one attempt, one key (a crash repeats the same call)."""
    return f"checkout-{checkout_public_id}"


def refund_key(refund_public_id: str, number: int = 0) -> str:
    """Stripe's idempotency key of a refund; a new number after Stripe stored an error of its own under the last one."""
    return f"refund-{refund_public_id}" + (f"-{number}" if number else "")


def refund_verb(status: str, state: RefundState) -> str | None:
    """The move that brings a refund to what Stripe says of it; None where it is there, or may not go back."""
    verb = {"succeeded": "succeed", "failed": "fail", "canceled": "cancel"}.get(status, "send")
    return verb if REFUND.allows(verb, state) else None


def dispute_verb(status: str, state: DisputeState) -> str | None:
    """The move that brings a dispute to what Stripe says of it; None while it is open, or once it is decided."""
    verb = {"won": "win", "prevented": "win", "warning_closed": "win", "lost": "lose"}.get(status)
    return verb if verb and DISPUTE.allows(verb, state) else None


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


def instalment_parts(amount_minor: int, *, count: int, step_minor: int) -> tuple[int, ...]:
    """The payments of a price, in minor units: they add up exactly, and the first takes what is left over."""
    return in_parts(amount_minor, count=count, step_minor=step_minor)


def instalment_dates(first_on: dt.date, *, count: int, interval_days: int) -> tuple[dt.date, ...]:
    """The days on which they are due; the first is the day of the checkout."""
    return tuple(first_on + dt.timedelta(days=interval_days) * number for number in range(count))


def instalment_time(due_on: dt.date, *, zone: str) -> dt.datetime:
    """When an instalment is first tried, in UTC: at ten in the morning of its day, in the payer's IANA zone."""
    return dt.datetime.combine(due_on, TRIED_AT, ZoneInfo(zone)).astimezone(dt.UTC)


def missed_from(due_on: dt.date, *, days: int, zone: str) -> dt.datetime:
    """When a refused instalment counts as missed, in UTC: so many days after its day, in the payer's zone."""
    return instalment_time(due_on + dt.timedelta(days=days), zone=zone)


def next_try(code: str, *, now: dt.datetime, ends_at: dt.datetime) -> dt.datetime | None:
    """When a refused card is tried again, in UTC; None where only its owner can pay, or no time is left."""
    again = now + TRIED_AGAIN_AFTER
    return again if code not in ONLY_IN_PERSON and again < ends_at else None


def is_refused(state: InstalmentState, failure_code: str) -> bool:
    """Whether an instalment was tried, refused, and is still waited for."""
    return state == InstalmentState.SCHEDULED and failure_code != ""


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
