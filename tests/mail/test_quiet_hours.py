"""Quiet hours and the hour of the day by the reader's own wall clock, over every kind of leap it makes."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from mentorhub.mail.quiet_hours import (
    Hours,
    goes_at,
    is_between,
    is_quiet,
)

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
# The nights in which each zone's clock leaps: an hour, an hour, and on Lord Howe half an hour.
LEAPS = {
    "Europe/Oslo": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
}
NIGHTS = [(zone, night) for zone, nights in LEAPS.items() for night in nights]
QUIETS = [(22 * 60, 7 * 60), (22 * 60, 2 * 60 + 15), (60, 2 * 60 + 30), (0, 6 * 60), (120, 180)]


def _at(local: str, zone: str) -> dt.datetime:
    return dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def _wall(at: dt.datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M")


@pytest.mark.parametrize("zone", LEAPS)
@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("2026-06-10T21:59", "10 21:59"),
        ("2026-06-10T22:00", "11 07:00"),
        ("2026-06-10T23:30", "11 07:00"),
        ("2026-06-11T00:10", "11 07:00"),
        ("2026-06-11T06:59", "11 07:00"),
        ("2026-06-11T07:00", "11 07:00"),
    ],
)
def test_a_mail_in_quiet_hours_waits_for_their_end(zone: str, asked: str, goes: str) -> None:
    now = _at(asked, zone)
    assert _wall(goes_at(now, hours=Hours(zone), now=now), zone) == goes


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_seven_in_the_morning_is_seven_also_after_a_leap(zone: str, night: str) -> None:
    before = dt.date.fromisoformat(night) - DAY
    evening = _at(f"{before}T22:30", zone)
    goes = goes_at(evening, hours=Hours(zone), now=evening)
    assert goes.astimezone(ZoneInfo(zone)).strftime("%F %H:%M") == f"{night} 07:00"
    hours = (goes - evening) / dt.timedelta(hours=1)
    assert hours in {7.5, 8.0, 9.0, 9.5}
    assert hours != 8.5  # as many as on any other night


@pytest.mark.parametrize("quiet", QUIETS)
@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_nothing_goes_in_quiet_hours_and_nothing_waits_longer_than_it_must(
    zone: str, night: str, quiet: tuple[int, int]
) -> None:
    """Held against a walk through the night, minute by minute; an end that is leapt over may come with the leap."""
    hours = Hours(zone, quiet)
    for now in _minutes(_at(f"{night}T00:00", zone) - dt.timedelta(hours=3), hours=12, step=7):
        goes = goes_at(now, hours=hours, now=now)
        assert not is_quiet(goes, hours)
        first = next(at for at in _minutes(now, hours=30) if not is_quiet(at, hours))
        assert dt.timedelta() <= goes - first <= dt.timedelta(minutes=45)
        if goes != first:
            assert goes - first in {dt.timedelta(minutes=quiet[1] % 60), dt.timedelta(minutes=15)}


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
def test_the_hour_of_the_day_comes_once_a_day(zone: str, night: str) -> None:
    hours = Hours(zone, None, digest=8 * 60)
    begin = _at(f"{night}T00:00", zone) - DAY
    moments = {goes_at(at, hours=hours, now=at) for at in _minutes(begin, hours=47, step=11)}
    assert [_wall(at, zone)[3:] for at in sorted(moments)] == ["08:00"] * len(moments)
    assert len(moments) in {2, 3}


def test_an_hour_that_passed_in_an_outage_has_come() -> None:
    hours = Hours("Europe/Oslo", digest=8 * 60)
    kept = _at("2026-06-10T10:00", "Europe/Oslo")
    assert _wall(goes_at(kept, hours=hours, now=kept), "Europe/Oslo") == "11 08:00"
    back = _at("2026-06-14T15:20", "Europe/Oslo")
    assert goes_at(kept, hours=hours, now=back) == back
    night = _at("2026-06-14T23:20", "Europe/Oslo")
    assert _wall(goes_at(kept, hours=hours, now=night), "Europe/Oslo") == "15 07:00"


def test_who_moves_is_asked_by_the_clock_of_the_new_place() -> None:
    now = _at("2026-06-10T22:30", "Europe/Oslo")
    at_home = goes_at(now, hours=Hours("Europe/Oslo"), now=now)
    assert _wall(at_home, "Europe/Oslo") == "11 07:00"
    moved = Hours("America/New_York")  # where it is half past four in the afternoon
    assert goes_at(now, hours=moved, now=now) == now
    assert is_quiet(at_home, moved)  # one in the night there
    again = goes_at(now, hours=moved, now=at_home)
    assert _wall(again, "America/New_York") == "11 07:00"


@pytest.mark.parametrize("zone", LEAPS)
def test_who_wants_no_quiet_gets_all_at_once(zone: str) -> None:
    now = _at("2026-06-10T03:00", zone)
    assert goes_at(now, hours=Hours(zone, None), now=now) == now
    assert not is_quiet(now, Hours(zone, None))


@pytest.mark.parametrize(
    ("minute", "quiet", "inside"),
    [
        (0, (0, 60), True),
        (60, (0, 60), False),
        (1439, (1380, 60), True),
        (59, (1380, 60), True),
        (60, (1380, 60), False),
        (1379, (1380, 60), False),
        (5, (5, 5), False),
    ],
)
def test_hours_hold_their_beginning_and_not_their_end(
    minute: int, quiet: tuple[int, int], inside: bool
) -> None:
    assert is_between(minute, quiet) is inside


def _minutes(begin: dt.datetime, *, hours: int, step: int = 1) -> Iterator[dt.datetime]:
    return (begin + number * MINUTE for number in range(0, hours * 60, step))
