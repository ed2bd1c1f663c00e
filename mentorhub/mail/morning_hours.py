"""When the one email of a morning goes: at a chosen time of each local day, or of each working day. Pure.

A day has one such moment, whatever the clocks do: the first at which they show the chosen time or a later one.
"""

import datetime as dt
from dataclasses import dataclass

from mentorhub.foundation.wall_times import moments_of, on_the_wall
from mentorhub.mail.quiet_hours import Hours, goes_at, is_quiet

MORNING = 7 * 60 + 30  # minutes after midnight, unless the reader says otherwise
APART = dt.timedelta(hours=8)  # between two, where the reader's zone or chosen time has changed
DAY = dt.timedelta(days=1)
AHEAD = 10  # days in which the next one is found: a weekend, a day that a zone leaps over, a pause between two
SATURDAY = 5


@dataclass(frozen=True)
class Last:
    """The one that was sent last: the local day it was about, and when."""

    day: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class MorningChoice:
    """When the morning email goes: minutes after midnight in the reader's zone, and whether at weekends, too."""

    minutes: int
    has_weekends: bool


@dataclass(frozen=True)
class MorningHours:
    """The chosen time, in minutes after midnight, and whether it holds at weekends; `hours` are the reader's others."""

    minutes: int
    has_weekends: bool
    hours: Hours

    def due_day(self, now: dt.datetime, *, last: Last | None) -> dt.date | None:
        """The local day whose email is to go now; None while there is none.

        One that could not go in time goes later on its own day, and not at all on another: after a week without a
        worker there is one email, not seven.
        """
        day = on_the_wall(now, zone=self.hours.zone).date()
        at = self._moment(day, last)
        is_time = at is not None and at <= now and not is_quiet(now, self.hours)
        return day if is_time else None

    def next_at(self, now: dt.datetime, *, last: Last | None) -> dt.datetime:
        """The first moment after `now` at which one is due (aware UTC)."""
        today = on_the_wall(now, zone=self.hours.zone).date()
        moments = (self._moment(today + DAY * days, last) for days in range(AHEAD))
        return next((at for at in moments if at is not None and at > now), now + DAY)

    def _moment(self, day: dt.date, last: Last | None) -> dt.datetime | None:
        """When a day's is due: outside quiet hours, long enough after the last; None on a day that has none."""
        if (day.weekday() >= SATURDAY and not self.has_weekends) or (last and day <= last.day):
            return None
        first = first_moment(day, self.minutes, zone=self.hours.zone)
        if first is None:
            return None
        at = max(first, last.at + APART) if last else first
        at = goes_at(at, hours=Hours(self.hours.zone, self.hours.quiet), now=at)
        return at if on_the_wall(at, zone=self.hours.zone).date() == day else None


def first_moment(day: dt.date, minutes: int, *, zone: str) -> dt.datetime | None:
    """The first moment of a day (UTC) at which clocks in this IANA zone show so many minutes after midnight, or more.

    Where they leap over that time, the moment of the leap; None for a day that they leap over altogether.
    """
    wall = dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60))
    shown = moments_of(wall, zone=zone)
    if shown:
        return shown[0]
    before, after = wall.replace(tzinfo=dt.UTC) - DAY * 2, wall.replace(tzinfo=dt.UTC) + DAY * 2
    while after - before > dt.timedelta(seconds=1):  # clocks run on, but for the leap in between
        middle = before + (after - before) / 2
        if on_the_wall(middle, zone=zone) < wall:
            before = middle
        else:
            after = middle
    at = after.replace(microsecond=0)
    return at if on_the_wall(at, zone=zone).date() == day else None
