"""How often one means to be in touch, how late one is, and conversations by day. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

FIRST_WORD_DAYS = 7
HEAT_WEEKS = 14


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


def lateness(
    tier: Tier, *, last_on: dt.date | None, added_on: dt.date, today: dt.date
) -> float | None:
    """How urgent a contact is: days late divided by the days of the rhythm; None while nothing is due.

    Three days late of seven comes before ten of a hundred and eighty. A person without any
    logged contact is due at once, measured against the first week.
    """
    cadence = CADENCE_DAYS[tier]
    if cadence is None:
        return None
    if last_on is None:
        return (today - added_on).days / FIRST_WORD_DAYS
    late = (today - last_on).days - cadence
    return late / cadence if late >= 0 else None


def heat(days: Iterable[dt.date], *, today: dt.date) -> list[list[int]]:
    """Conversations by week and weekday, Monday first, 0 to 4; this week last."""
    counts = Counter(days)
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
