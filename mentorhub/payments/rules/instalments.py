"""Instalments: their states, amounts and days, and when a refused card is tried again."""

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorhub.foundation.money import in_parts
from mentorhub.foundation.transitions import Transitions

TRIED_AT = dt.time(10)  # of an instalment's day: people are awake, and so is their bank
TRIED_AGAIN_AFTER = dt.timedelta(days=3)  # a refused card: the payer is notified first, and may act
UNCONFIRMED = "requires_confirmation"  # Stripe's status of a charge that has moved no money
LEFT_TO_THE_PAYER = dt.timedelta(minutes=30)  # while a checkout for the same payment is open
ACCOUNT_MOVED = "account_moved"  # the practice is paid on another account, which knows no card
ONLY_IN_PERSON = frozenset(
    {"authentication_required", "no_card", ACCOUNT_MOVED}
)  # asking again changes nothing


class InstalmentState(StrEnum):
    """A dated part of a price."""

    SCHEDULED = "scheduled"
    PAYING = "paying"
    PAID = "paid"
    MISSED = "missed"
    CANCELLED = "cancelled"


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
OPEN_INSTALMENTS = (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.MISSED)


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
