"""Follow-ups and promises: their states, when they are due and when late, the refusals. Pure."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

THANK_YOU_DAYS = 7
WEEK = dt.timedelta(days=7)


class FollowUpState(StrEnum):
    """What became of an intention."""

    SCHEDULED = "scheduled"
    DONE = "done"
    MOVED = "moved"
    DROPPED = "dropped"


FOLLOW_UP = Transitions(
    FollowUpState.SCHEDULED,
    {
        "complete": ((FollowUpState.SCHEDULED,), FollowUpState.DONE),
        "move": ((FollowUpState.SCHEDULED,), FollowUpState.MOVED),
        "drop": ((FollowUpState.SCHEDULED,), FollowUpState.DROPPED),
    },
)


class FollowUpKind(StrEnum):
    """A thank-you has a day of grace; one's own plan has none."""

    THANK_YOU = "thank_you"
    PLANNED = "planned"


class PromiseState(StrEnum):
    """What became of "I said I would"."""

    OPEN = "open"
    KEPT = "kept"
    RELEASED = "released"


PROMISE = Transitions(
    PromiseState.OPEN,
    {
        "keep": ((PromiseState.OPEN,), PromiseState.KEPT),
        "release": ((PromiseState.OPEN,), PromiseState.RELEASED),
    },
)


class AlreadyEnded(Refusal):
    """This follow-up or promise was settled otherwise before."""


class SameDay(Refusal):
    """What is to be moved is set for that day already."""


class DayAhead(Refusal):
    """What happened cannot lie in the future."""


class DayPast(Refusal):
    """What is planned cannot lie in the past."""


def thank_you_due(met_on: dt.date | None, *, today: dt.date) -> dt.date | None:
    """A thank-you goes out within 24 hours of meeting: the next day, or today where that has passed.

    None for a meeting of unknown day or more than a week ago: it would be late rather than kind.
    """
    if met_on is None or (today - met_on).days > THANK_YOU_DAYS:
        return None
    return max(met_on + dt.timedelta(days=1), today)


def week_later(due_on: dt.date, *, today: dt.date) -> dt.date:
    """A week after the day that was meant; after today where that has passed, so that it always lies ahead."""
    return max(due_on, today) + WEEK


def is_late(due_on: dt.date, *, kind: FollowUpKind = FollowUpKind.PLANNED, today: dt.date) -> bool:
    """A plan is late from the day after; a thank-you only when 48 hours have passed."""
    grace = 1 if kind is FollowUpKind.THANK_YOU else 0
    return today > due_on + dt.timedelta(days=grace)


def refuse_future(day: dt.date, *, today: dt.date) -> None:
    """Raises `DayAhead` for a day after today."""
    if day > today:
        raise DayAhead


def refuse_same_day(due_on: dt.date, *, moved_to: dt.date) -> None:
    """Raises `SameDay` for a move that would be none."""
    if moved_to == due_on:
        raise SameDay


def refuse_past(day: dt.date, *, today: dt.date) -> None:
    """Raises `DayPast` for a day before today."""
    if day < today:
        raise DayPast
