"""The states of an enrolment, deadlines of holds and offers, numbers of seats, the text of a journal entry."""

import datetime as dt
import hashlib
import json
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorhub.enrolment.rules.refusals import (
    CohortOver,
    ExtendedOften,
    NoLongerOpen,
    NotHeld,
    NotLater,
    NotOpenYet,
    SeatsBelowTaken,
    SeatsTooMany,
    TooLong,
)
from mentorhub.foundation.transitions import Transitions


class EnrolmentState(StrEnum):
    """Where an applicant stands."""

    ARRIVED = "arrived"
    WAITING = "waiting"
    HELD = "held"
    PAYING = "paying"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    LAPSED = "lapsed"
    LEFT = "left"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


_S = EnrolmentState
SEATED = (_S.HELD, _S.PAYING, _S.ENROLLED, _S.COMPLETED)
LIVE = (_S.ARRIVED, _S.WAITING, *SEATED)
# What closing an account ends. While money is on its way, what becomes of the seat follows from that; completed stays.
GIVEN_UP = (_S.ARRIVED, _S.WAITING, _S.HELD, _S.ENROLLED)
UNPAID_ENDS = (_S.LAPSED, _S.LEFT, _S.DECLINED)
ENROLMENT = Transitions(
    _S.ARRIVED,
    {
        "number": ((_S.ARRIVED,), _S.WAITING),
        "seat": ((_S.WAITING,), _S.HELD),
        "grant": ((_S.WAITING,), _S.ENROLLED),
        "pass_on": ((_S.HELD,), _S.WAITING),
        "await_money": ((_S.HELD,), _S.PAYING),
        "confirm": ((_S.HELD, _S.PAYING), _S.ENROLLED),
        "enrol_late": (UNPAID_ENDS, _S.ENROLLED),
        "lapse": ((_S.HELD,), _S.LAPSED),
        "leave": ((_S.WAITING, _S.HELD), _S.LEFT),
        "decline": ((_S.PAYING,), _S.DECLINED),
        "withdraw": ((_S.ENROLLED,), _S.WITHDRAWN),
        "remove": ((_S.WAITING, _S.HELD, _S.PAYING, _S.ENROLLED), _S.REMOVED),
        "complete": ((_S.ENROLLED,), _S.COMPLETED),
    },
)


NIGHT_BEGINS, DAY_BEGINS, MORNING = dt.time(22), dt.time(8), dt.time(9)
LONGEST_HOLD = dt.timedelta(days=15)  # the longest offer there is, and a night
EXTENSIONS_MAX = 2
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


def deadline_of(
    *, now: dt.datetime, is_offer: bool, claim_minutes: int, offer_hours: int, zone: str
) -> dt.datetime:
    """When a hold that begins now lapses, whether it is an offer or an arrival's."""
    if is_offer:
        return offer_deadline(now=now, offer_hours=offer_hours, zone=zone)
    return hold_deadline(now=now, claim_minutes=claim_minutes)


def refuse_extension(
    until: dt.datetime,
    *,
    held_until: dt.datetime | None,
    times: int,
    offer_hours: int,
    now: dt.datetime,
) -> None:
    """The practice may let a hold end later, `EXTENSIONS_MAX` times, by as much as an offer lasts from now.

    Raises `NotHeld`, `ExtendedOften`, `NotLater`, `TooLong`.
    """
    if held_until is None or held_until <= now:
        raise NotHeld
    if times >= EXTENSIONS_MAX:
        raise ExtendedOften
    if until <= held_until:
        raise NotLater
    latest = now + dt.timedelta(hours=offer_hours)
    if until > latest:
        raise TooLong(latest)


def reminder_due(*, offered_at: dt.datetime, held_until: dt.datetime) -> dt.datetime:
    """When an offer that was not answered is mentioned once more: twelve hours before its end, or half-way."""
    return max(held_until - REMIND_BEFORE, offered_at + (held_until - offered_at) / 2)


def paying_deadline(
    held_until: dt.datetime, *, checkout_ends: dt.datetime, margin: dt.timedelta
) -> dt.datetime:
    """A hold lasts at least as long as its checkout can be paid, and a margin more."""
    return max(held_until, checkout_ends + margin)


SEATS_MAX = 10_000


def refuse_seats(seats: int, *, taken: int) -> None:
    """Seats are counted from those taken to ten thousand: raises `SeatsBelowTaken` or `SeatsTooMany`."""
    if seats < taken:
        raise SeatsBelowTaken(taken)
    if seats > SEATS_MAX:
        raise SeatsTooMany(SEATS_MAX)


def refuse_over(ends_on: dt.date, *, today: dt.date) -> None:
    """Nobody joins after the last day; both are days of the practice's zone. Raises `CohortOver`."""
    if today > ends_on:
        raise CohortOver


def refuse_withdrawal(ends_on: dt.date, *, today: dt.date, has_more_to_pay: bool) -> None:
    """After the last day there is no seat to give up: raises `CohortOver`, unless payments to come could be stopped."""
    if not has_more_to_pay:
        refuse_over(ends_on, today=today)


STATE_AFTER = {
    "placed": _S.WAITING,
    "held": _S.HELD,
    "offered": _S.HELD,
    "hold_extended": _S.HELD,
    "passed": _S.WAITING,
    "paying": _S.PAYING,
    "enrolled": _S.ENROLLED,
    "enrolled_late": _S.ENROLLED,
    "granted": _S.ENROLLED,
    "paused": _S.ENROLLED,
    "resumed": _S.ENROLLED,
    "completed": _S.COMPLETED,
    "lapsed": _S.LAPSED,
    "left": _S.LEFT,
    "declined": _S.DECLINED,
    "withdrawn": _S.WITHDRAWN,
    "removed": _S.REMOVED,
}  # of an enrolment's entries; others are the cohort's own


def entry_text(
    *,
    cohort: str,
    number: int,
    kind: str,
    place: int | None,
    seat: int | None,
    at: dt.datetime,
    seats: int | None = None,
) -> str:
    """The canonical text of an entry: sorted keys, no spaces, time in UTC to the microsecond.

    `seats`, the cohort's new count, stands only in the entry of the action that changed it.
    """
    data: dict[str, str | int | None] = {
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "cohort": cohort,
        "kind": kind,
        "number": number,
        "place": place,
        "seat": seat,
    }
    if seats is not None:
        data["seats"] = seats
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def entry_hash(previous: str, text: str) -> str:
    """SHA-256 over the previous entry's hash, a newline and this entry's text, in hex."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
