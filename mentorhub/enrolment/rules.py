"""States of an enrolment, deadlines, who is askable, and the refusals. Pure."""

import datetime as dt
import hashlib
import json
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorhub.foundation.errors import Refusal
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


NIGHT_BEGINS, DAY_BEGINS, MORNING = dt.time(22), dt.time(8), dt.time(9)
REMIND_BEFORE = dt.timedelta(hours=12)
_S = EnrolmentState
SEATED = (_S.HELD, _S.PAYING, _S.ENROLLED, _S.COMPLETED)
LIVE = (_S.ARRIVED, _S.WAITING, *SEATED)
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


class NotOpenYet(Refusal):
    """The cohort takes arrivals from `opens_at`."""

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class NoLongerOpen(Refusal):
    """The cohort takes no more arrivals since `closes_at`."""

    def __init__(self, closes_at: dt.datetime) -> None:
        super().__init__(closes_at)
        self.closes_at = closes_at


class AlreadyInLine(Refusal):
    """This address has a live place in this cohort; another browser is told so by mail only."""

    def __init__(self, enrolment_id: int) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class LapsedBefore(AlreadyInLine):
    """This address let a seat lapse here: its new arrival needs the link that goes by mail."""


class HoldElsewhere(Refusal):
    """This browser holds an unpaid seat of another cohort."""


class NothingToPay(Refusal):
    """There is no seat here that could be paid now."""


class CheckoutUnderway(Refusal):
    """A checkout of this seat can still be paid, so the seat cannot be given up yet."""


class TooLateToPay(Refusal):
    """A new checkout would outlive the deadline."""


class CannotLeave(Refusal):
    """This place can no longer be given up by leaving: the money is on its way or has arrived."""


class CohortFull(Refusal):
    """Every seat is taken."""


def refuse_outside_window(
    opens_at: dt.datetime, closes_at: dt.datetime, *, now: dt.datetime
) -> None:
    """Arrivals are taken in [opens_at, closes_at); raises `NotOpenYet` or `NoLongerOpen`."""
    if now < opens_at:
        raise NotOpenYet(opens_at)
    if now >= closes_at:
        raise NoLongerOpen(closes_at)


def hold_deadline(*, now: dt.datetime, claim_minutes: int) -> dt.datetime:
    """When an arrival's seat lapses unless "pay" is pressed before: whole seconds UTC."""
    return (now + dt.timedelta(minutes=claim_minutes)).replace(microsecond=0)


def offer_deadline(*, now: dt.datetime, offer_hours: int, zone: str) -> dt.datetime:
    """When an offer to a waiting applicant lapses: whole seconds UTC, never in the night of their IANA zone.

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


def entry_text(
    *, cohort: str, number: int, kind: str, place: int | None, seat: int | None, at: dt.datetime
) -> str:
    """The canonical text of an entry: sorted keys, no spaces, time in UTC to the microsecond."""
    facts = {
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "cohort": cohort,
        "kind": kind,
        "number": number,
        "place": place,
        "seat": seat,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def entry_hash(previous: str, text: str) -> str:
    """SHA-256 over the previous entry's hash, a newline and this entry's text, in hex."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
