"""Follow-ups: their states and kinds, on which day they are due, the refusals. Pure."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

THANK_YOU_DAYS = 7
WEEK = dt.timedelta(days=7)


class FollowUpState(StrEnum):
    """What became of a follow-up."""

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
        "reopen": (
            (FollowUpState.DONE, FollowUpState.MOVED, FollowUpState.DROPPED),
            FollowUpState.SCHEDULED,
        ),
    },
)


class FollowUpKind(StrEnum):
    """A thank-you after a meeting, or a follow-up that its owner planned."""

    THANK_YOU = "thank_you"
    PLANNED = "planned"

    @property
    def grace_days(self) -> int:
        """Days after the due date before it is late: a thank-you is late only when 48 hours have passed."""
        return 1 if self is FollowUpKind.THANK_YOU else 0


class SameDay(Refusal):
    """It is to be moved to the day for which it is set already."""


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


def refuse_same_day(due_on: dt.date, *, moved_to: dt.date) -> None:
    """Raises `SameDay` for a move to the day for which it is set already."""
    if moved_to == due_on:
        raise SameDay
