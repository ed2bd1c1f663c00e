"""When an optional mail may go: not in the reader's quiet hours, and at the one hour of the day they may have chosen.

Pure. Hours are what a clock on the wall of the reader's zone shows, also on days that are an hour longer or shorter.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
QUIET = (22 * 60, 7 * 60)  # unless the reader says otherwise


@dataclass(frozen=True)
class Hours:
    """A reader's hours, as minutes after midnight in their IANA zone; quiet from the first until before the second."""

    zone: str
    quiet: tuple[int, int] | None = QUIET
    digest: int | None = None


def is_quiet(at: dt.datetime, hours: Hours) -> bool:
    """Whether this time lies in the reader's quiet hours."""
    if hours.quiet is None:
        return False
    return is_between(_minute(at.astimezone(ZoneInfo(hours.zone))), hours.quiet)


def is_between(minute: int, quiet: tuple[int, int]) -> bool:
    """Whether a minute of the day lies in hours that may reach past midnight; no hours at all where both are one."""
    begins, ends = quiet
    if begins <= ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends


def goes_at(created_at: dt.datetime, *, hours: Hours, now: dt.datetime) -> dt.datetime:
    """The first time from `now` on at which an optional mail, queued at `created_at`, may go (aware UTC).

    A chosen hour that passed while nobody could send has come: one late mail, not one more day's wait.
    """
    earliest = now
    if hours.digest is not None:
        earliest = max(now, _next(hours.digest, after=created_at, zone=ZoneInfo(hours.zone)))
    return _out_of_quiet(earliest, hours)


def _out_of_quiet(at: dt.datetime, hours: Hours) -> dt.datetime:
    if hours.quiet is None or not is_quiet(at, hours):
        return at
    zone = ZoneInfo(hours.zone)
    ends = [
        at_end
        for fold in (0, 1)
        for days in range(3)
        if (at_end := _at_minute(at, hours.quiet[1], days, zone, fold)) > at
        and not is_quiet(at_end, hours)
    ]
    return min(ends)


def _next(minute: int, *, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    times = [_at_minute(after, minute, days, zone, fold=0) for days in range(-1, 3)]
    return min(at for at in times if at >= after)


def _at_minute(near: dt.datetime, minute: int, days: int, zone: ZoneInfo, fold: int) -> dt.datetime:
    """That minute of the day so many days after `near`, the first or second of its name.

    A time that the clock leaps over is read by the offset before the leap (RFC 5545, section 3.3.5).
    """
    day = near.astimezone(zone).date() + dt.timedelta(days=days)
    wall = dt.time(minute // 60, minute % 60, fold=fold)
    return dt.datetime.combine(day, wall, tzinfo=zone).astimezone(dt.UTC)


def _minute(wall: dt.datetime) -> int:
    return wall.hour * 60 + wall.minute
