"""One thing that a morning email reminds of, which its links end or put off without signing in. Pure."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.errors import Refusal

LINKS_LAST = dt.timedelta(days=3)


class ReminderKind(StrEnum):
    """What it is. The values stand in sent links: never change one."""

    FOLLOW_UP = "f"
    PERSON = "p"
    PROMISE = "m"


class Ending(StrEnum):
    """What was done about it. The values stand in links: never change one."""

    DONE = "done"
    LATER = "later"


class ReminderStale(Refusal):
    """The link is too old, or what it was about has been done, changed or deleted since."""


def later_days(today: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """The days on offer for "later": tomorrow, in three days, in a week."""
    one, three, seven = (today + dt.timedelta(days=days) for days in (1, 3, 7))
    return one, three, seven
