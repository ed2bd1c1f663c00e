"""Times as clocks on a wall show them, and the moments they stand for: one, none at a leap, two when put back."""

import datetime as dt
from zoneinfo import ZoneInfo


def moments_of(wall: dt.datetime, *, zone: str) -> tuple[dt.datetime, ...]:
    """The moments (UTC, the earlier first) at which clocks in this IANA zone show `wall`, which names no zone."""
    place = ZoneInfo(zone)
    read = [wall.replace(tzinfo=place, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    shown = [at for at in read if on_the_wall(at, zone=zone) == wall]
    return tuple(dict.fromkeys(shown))


def on_the_wall(at: dt.datetime, *, zone: str) -> dt.datetime:
    """What clocks in this IANA zone show at a moment, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def after_the_leap(wall: dt.datetime, *, zone: str) -> dt.datetime:
    """What clocks show instead of a time that they leap over: read by the offset before the leap (RFC 5545, 3.3.5)."""
    before = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    return on_the_wall(before.astimezone(dt.UTC), zone=zone)


def moved_by_days(at: dt.datetime, days: int, *, zone: str) -> dt.datetime:
    """So many days later at the same time on the wall; where that does not exist, at what clocks show instead."""
    place = ZoneInfo(zone)
    wall = on_the_wall(at, zone=zone) + dt.timedelta(days=days)
    return wall.replace(tzinfo=place, fold=0).astimezone(dt.UTC)
