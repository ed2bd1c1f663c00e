"""What a morning email says: days that come round, the week's check-in, whether there is a reason to write. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MORNING = (
    "workspace.morning"  # the kind of email, and what the key of each begins with: both are stored
)
MORNING_KEY = "morning"
AHEAD_DAYS = 7  # with today
PART_MAX = 10  # promises, and days, named in one email
DAY = dt.timedelta(days=1)
MONDAY = 0


@dataclass(frozen=True)
class CheckInDue:
    """The check-in of this week while it can be written: its number, whose it is to read, its last day, the page."""

    week: int
    mentor: str
    until: dt.date
    is_begun: bool
    path: str


@dataclass(frozen=True)
class Reader:
    """To whom it goes: the notebook's owner."""

    user_id: int
    public_id: str
    name: str
    address: str
    locale: str
    zone: str


@dataclass(frozen=True)
class Morning:
    """What the owner's email says today, as plain values; `more_*` counts what Today shows beside it.

    Each of `people`, `promises` and `days` is what the email's templates read, `name` and addresses of links included;
    of a day that is `on` (the next time it comes round), `is_birthday`, `label` and `years`.
    """

    reader: Reader
    today: dt.date
    people: Sequence[dict[str, Any]] = ()
    more_people: int = 0
    promises: Sequence[dict[str, Any]] = ()
    more_promises: int = 0
    days: Sequence[dict[str, Any]] = ()
    more_days: int = 0
    check_in: CheckInDue | None = None

    @property
    def is_worth_sending(self) -> bool:
        """Whether there is something to say today."""
        return bool(
            self.people
            or self.promises
            or any(is_reason_to_write(day["on"], today=self.today) for day in self.days)
            or must_write(self.check_in, today=self.today)
        )


def morning_key(user_public_id: str, day: dt.date) -> str:
    """Names the one morning email of a user on a day of theirs, in `outbox_mail`."""
    return f"{MORNING_KEY} {user_public_id} {day.isoformat()}"


def comes_round(month: int, day: int, *, today: dt.date) -> dt.date:
    """The next time from `today` on that a day of every year is there; 29 February is the 28th in other years."""
    this_year = _in_year(today.year, month, day)
    return this_year if this_year >= today else _in_year(today.year + 1, month, day)


def days_round(today: dt.date) -> list[tuple[int, int]]:
    """Month and day of all that comes round within `AHEAD_DAYS`, the nearest first."""
    found = [today + DAY * number for number in range(AHEAD_DAYS)]
    pairs = [(on.month, on.day) for on in found]
    leap = [(2, 29)] if any(comes_round(2, 29, today=today) == on for on in found) else []
    return [*pairs, *(pair for pair in leap if pair not in pairs)]


def is_reason_to_write(day: dt.date, *, today: dt.date) -> bool:
    """Whether a coming day alone is a reason for an email: today, tomorrow, and on Mondays the whole week ahead.

    It is named in every email of its week; this only keeps one birthday from making seven.
    """
    return day <= today + DAY or today.weekday() == MONDAY


def must_write(check_in: CheckInDue | None, *, today: dt.date) -> bool:
    """Whether the check-in alone is a reason for an email: on the last two days of its week."""
    return check_in is not None and today >= check_in.until - DAY


def _in_year(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month, 28)
