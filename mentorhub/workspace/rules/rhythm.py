"""How often one means to be in touch, how late one is, and conversations by day. Pure."""

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorhub.workspace.rules.pauses import Paused, active_days

FIRST_WORD_DAYS = 7
HEAT_WEEKS = 14
LATE_FROM = 0.5  # of an interval after it is over: late from one and a half intervals of silence
CADENCE_MAX = 1826
DAILY_MAX = 20
TRIES = 2
TRIES_REST_DAYS = 60


class Tier(StrEnum):
    """How often one means to be in touch with a person."""

    INNER = "inner"
    CLOSE = "close"
    ACTIVE = "active"
    NETWORK = "network"
    YEARLY = "yearly"
    OFF = "off"


CADENCE_DAYS: dict[Tier, int | None] = {
    Tier.INNER: 7,
    Tier.CLOSE: 30,
    Tier.ACTIVE: 90,
    Tier.NETWORK: 150,
    Tier.YEARLY: 365,
    Tier.OFF: None,
}


def local_day(now: dt.datetime, *, zone: str) -> dt.date:
    """Today on the calendar of an IANA zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def month_later(day: dt.date) -> dt.date:
    """The same day of the next month, or that month's last where it has no such day."""
    first = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


class Origin(StrEnum):
    """What a cadence comes from; the first of these that says one is in force."""

    OWN = "own"
    TAG = "tag"
    TIER = "tier"


@dataclass(frozen=True)
class Cadence:
    """The interval in force for one person, in days, and what it comes from; None where no reminders are wanted."""

    days: int | None
    origin: Origin
    tag: str = ""


class Urgency(StrEnum):
    """How a person who is due is shown: from one interval of silence, and from one and a half."""

    SOFT = "soft"
    LATE = "late"


def cadence_in_force(
    tier: Tier, *, own: int | None = None, tags: Iterable[tuple[int | None, str]] = ()
) -> Cadence:
    """A person's own days, else the shortest of their tags' (days and name each), else their tier's."""
    if own is not None:
        return Cadence(own, Origin.OWN)
    shortest = min(((days, name) for days, name in tags if days is not None), default=None)
    if shortest is not None:
        return Cadence(shortest[0], Origin.TAG, shortest[1])
    return Cadence(CADENCE_DAYS[tier], Origin.TIER)


def lateness(
    cadence_days: int | None,
    *,
    last_on: dt.date | None,
    added_on: dt.date,
    today: dt.date,
    pauses: Iterable[Paused] = (),
) -> float | None:
    """How urgent a contact is: days late divided by the days of the rhythm; None while nothing is due.

    Three days late of seven comes before ten of a hundred and eighty. A person without any
    logged contact is due at once, measured against the first week. Days of a pause do not count.
    """
    if cadence_days is None:
        return None
    if last_on is None:
        return active_days(added_on, today, pauses) / FIRST_WORD_DAYS
    late = active_days(last_on, today, pauses) - cadence_days
    return late / cadence_days if late >= 0 else None


def urgency(lateness: float | None) -> Urgency | None:
    """Soft from the day a contact is due, late from half an interval after it; None while nothing is due."""
    if lateness is None:
        return None
    return Urgency.LATE if lateness >= LATE_FROM else Urgency.SOFT


def tries_in_a_row(contacts: Iterable[tuple[dt.date, bool]]) -> int:
    """How many of one's own tries since the last answer got none; each is its day and whether it was answered."""
    ordered = sorted(contacts)  # of one day, an answer comes last
    answered = [number for number, (_day, is_answered) in enumerate(ordered, 1) if is_answered]
    return len(ordered) - max(answered, default=0)


def contacts_a_week(cadences: Iterable[tuple[int, int]]) -> float:
    """What rhythms mean: contacts in an average week, of pairs of an interval in days and how many people have it."""
    return 7 * sum(people / days for days, people in cadences)


def heat(counts: Counter[dt.date], *, today: dt.date) -> list[list[int]]:
    """Conversations by week and weekday, Monday first, 0 to 4; this week last. `counts` are those of each day."""
    monday = today - dt.timedelta(days=today.weekday(), weeks=HEAT_WEEKS - 1)
    return [
        [min(4, counts[monday + dt.timedelta(weeks=week, days=weekday)]) for weekday in range(7)]
        for week in range(HEAT_WEEKS)
    ]


def heat_months(today: dt.date) -> dict[int, dt.date]:
    """The week in which each month of the plot begins, and a day of that month, for its name."""
    monday = today - dt.timedelta(days=today.weekday(), weeks=HEAT_WEEKS - 1)
    found: dict[int, dt.date] = {}
    seen: set[int] = set()
    for week in range(HEAT_WEEKS):
        day = monday + dt.timedelta(weeks=week)
        if day.month not in seen:
            seen.add(day.month)
            found[week] = day
    return found
