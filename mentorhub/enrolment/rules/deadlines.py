"""When arrivals are taken and when holds, offers and reminders are due."""

import datetime as dt
from zoneinfo import ZoneInfo

from mentorhub.enrolment.rules.refusals import NoLongerOpen, NotOpenYet

NIGHT_BEGINS, DAY_BEGINS, MORNING = dt.time(22), dt.time(8), dt.time(9)
REMIND_BEFORE = dt.timedelta(hours=12)
RETURN_AFTER = dt.timedelta(
    hours=1
)  # the end of a payment page, from which somebody may still come back


def refuse_outside_window(
    opens_at: dt.datetime, closes_at: dt.datetime, *, now: dt.datetime
) -> None:
    """Arrivals are taken in [opens_at, closes_at); raises `NotOpenYet` or `NoLongerOpen`."""
    if now < opens_at:
        raise NotOpenYet(opens_at)
    if now >= closes_at:
        raise NoLongerOpen(closes_at)


def hold_deadline(*, now: dt.datetime, claim_minutes: int) -> dt.datetime:
    """When a held seat lapses unless its payment begins before: whole seconds UTC."""
    return (now + dt.timedelta(minutes=claim_minutes)).replace(microsecond=0)


def offer_deadline(*, now: dt.datetime, offer_hours: int, zone: str) -> dt.datetime:
    """When an offer to a waiting applicant lapses: whole seconds UTC, never at night in their IANA zone.

    An end from 22:00 on, or before 8:00, moves to the next 9:00 there.
    """
    end = (now + dt.timedelta(hours=offer_hours)).replace(microsecond=0)
    there = end.astimezone(ZoneInfo(zone))
    if DAY_BEGINS <= there.time() < NIGHT_BEGINS:
        return end
    morning = there.date() + dt.timedelta(days=there.time() >= NIGHT_BEGINS)
    return dt.datetime.combine(morning, MORNING, ZoneInfo(zone)).astimezone(dt.UTC)


def reminder_due(*, offered_at: dt.datetime, held_until: dt.datetime) -> dt.datetime:
    """When an offer that was not answered is mentioned once more: twelve hours before its end, or half-way."""
    return max(held_until - REMIND_BEFORE, offered_at + (held_until - offered_at) / 2)


def paying_deadline(
    held_until: dt.datetime, *, checkout_ends: dt.datetime, margin: dt.timedelta
) -> dt.datetime:
    """A hold lasts at least as long as its checkout can be paid, and a margin more."""
    return max(held_until, checkout_ends + margin)
