"""Due dates of follow-ups and promises: what is late, which dates and endings are refused. Pure."""

import datetime as dt

from mentorhub.foundation.errors import Refusal


class AlreadyEnded(Refusal):
    """This follow-up or promise ended in another way before."""


class DayAhead(Refusal):
    """What happened cannot lie in the future."""


class DayPast(Refusal):
    """What is planned cannot lie in the past."""


class NewerInTheWay(Refusal):
    """It cannot be undone any more: something newer was built on it, or it is another than its reader saw."""


def is_late(due_on: dt.date, *, today: dt.date, grace_days: int = 0) -> bool:
    """Whether more than the days of grace have passed since the due date."""
    return today > due_on + dt.timedelta(days=grace_days)


def refuse_future(day: dt.date, *, today: dt.date) -> None:
    """Raises `DayAhead` for a day after today."""
    if day > today:
        raise DayAhead


def refuse_past(day: dt.date, *, today: dt.date) -> None:
    """Raises `DayPast` for a day before today."""
    if day < today:
        raise DayPast


def refuse_ended(is_allowed: bool) -> None:
    """Raises `AlreadyEnded` where the table of states does not allow the move."""
    if not is_allowed:
        raise AlreadyEnded
