"""One morning email for each local day, whatever the clocks do: a moved clock over every kind of leap."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.foundation.wall_times import on_the_wall
from mentorhub.mail.morning_hours import APART, Last, MorningHours, first_moment
from mentorhub.mail.quiet_hours import Hours

ZONES = [
    *("Australia/Sydney", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"),
    *("Europe/Prague", "America/St_Johns", "Pacific/Apia", "America/Havana", "UTC"),
]
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
HALF_PAST_SEVEN = 450


def _at(local: str, zone: str) -> dt.datetime:
    return dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def _hours(
    zone: str, minutes: int = HALF_PAST_SEVEN, *, weekends: bool = True, quiet: bool = False
) -> MorningHours:
    return MorningHours(minutes, weekends, Hours(zone, (22 * 60, 7 * 60) if quiet else None))


def _sent(hours: MorningHours, now: dt.datetime, until: dt.datetime) -> list[Last]:
    """What a worker sends that looks exactly when the row says so."""
    sent: list[Last] = []
    now = hours.next_at(now, last=None)
    while now < until:
        day = hours.due_day(now, last=sent[-1] if sent else None)
        if day is not None:
            sent.append(Last(day, now))
        now = hours.next_at(now, last=sent[-1] if sent else None)
    return sent


@pytest.mark.parametrize(
    ("zone", "day", "minutes", "shown"),
    [
        ("Europe/Prague", "2026-03-29", 2 * 60 + 30, "03:00"),  # an hour that does not exist
        ("Australia/Lord_Howe", "2026-10-04", 2 * 60 + 15, "02:30"),  # half an hour of it
        ("Australia/Sydney", "2026-10-04", 2 * 60 + 1, "03:00"),
        ("Europe/Prague", "2026-10-25", 2 * 60 + 30, "02:30"),  # an hour that exists twice
        ("America/Havana", "2026-03-08", 0, "01:00"),  # midnight itself is leapt over
        ("Asia/Kathmandu", "2026-06-01", HALF_PAST_SEVEN, "07:30"),
        ("Pacific/Kiritimati", "2026-06-01", HALF_PAST_SEVEN, "07:30"),
    ],
)
def test_a_day_begins_at_the_first_moment_that_shows_the_time_or_a_later_one(
    zone: str, day: str, minutes: int, shown: str
) -> None:
    on = dt.date.fromisoformat(day)
    at = first_moment(on, minutes, zone=zone)
    assert at is not None
    assert on_the_wall(at, zone=zone) == dt.datetime.fromisoformat(f"{day}T{shown}")
    assert on_the_wall(at - MINUTE, zone=zone) < dt.datetime.combine(on, dt.time()) + (
        MINUTE * minutes
    )


def test_an_hour_that_exists_twice_is_the_earlier_one() -> None:
    at = first_moment(dt.date(2026, 10, 25), 150, zone="Europe/Prague")
    assert at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_day_that_a_zone_leaps_over_has_no_email() -> None:
    assert first_moment(dt.date(2011, 12, 30), HALF_PAST_SEVEN, zone="Pacific/Apia") is None


@given(
    zone=st.sampled_from(ZONES),
    begins=st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)),
    minutes=st.integers(0, 1439),
)
def test_each_local_day_has_exactly_one(zone: str, begins: dt.date, minutes: int) -> None:
    hours, midnight = _hours(zone, minutes), dt.datetime.combine(begins, dt.time())
    start = _at(midnight.isoformat(), zone) - MINUTE
    sent = _sent(hours, start, start + DAY * 14)
    days = [one.day for one in sent]
    assert days[:13] == [begins + DAY * number for number in range(13)]
    for one in sent:
        assert one.at == first_moment(one.day, minutes, zone=zone)


@pytest.mark.parametrize("zone", ["Australia/Sydney", "Australia/Lord_Howe"])
@pytest.mark.parametrize("night", ["2026-04-05", "2026-10-04"])
def test_half_past_seven_stays_half_past_seven_over_a_leap(zone: str, night: str) -> None:
    begins = dt.date.fromisoformat(night) - DAY * 3
    start = _at(f"{begins}T00:00", zone)
    shown = {
        on_the_wall(one.at, zone=zone).time() for one in _sent(_hours(zone), start, start + DAY * 7)
    }
    assert shown == {dt.time(7, 30)}


def test_after_a_weeks_outage_one_comes_not_seven() -> None:
    hours, last = _hours("Europe/Prague"), Last(dt.date(2026, 5, 4), _at("2026-05-04T07:30", "UTC"))
    back = _at("2026-05-11T16:00", "Europe/Prague")
    assert hours.due_day(back, last=last) == dt.date(2026, 5, 11)
    sent = Last(dt.date(2026, 5, 11), back)
    assert hours.due_day(back + MINUTE, last=sent) is None
    assert hours.next_at(back, last=sent) == _at("2026-05-12T07:30", "Europe/Prague")


@pytest.mark.parametrize("at", ["2026-05-11T22:00", "2026-05-11T23:59", "2026-05-12T06:59"])
def test_a_late_one_does_not_come_in_quiet_hours(at: str) -> None:
    hours = _hours("Europe/Prague", quiet=True)
    now = _at(at, "Europe/Prague")
    assert hours.due_day(now, last=None) is None
    assert hours.next_at(now, last=None) == _at("2026-05-12T07:30", "Europe/Prague")


def test_a_time_in_quiet_hours_waits_for_their_end() -> None:
    hours = _hours("Europe/Prague", 6 * 60, quiet=True)
    assert hours.next_at(_at("2026-05-11T01:00", "Europe/Prague"), last=None) == _at(
        "2026-05-11T07:00", "Europe/Prague"
    )


def test_without_weekends_friday_is_followed_by_monday() -> None:
    hours = _hours("UTC", weekends=False)
    assert hours.due_day(_at("2026-05-09T08:00", "UTC"), last=None) is None
    assert hours.next_at(_at("2026-05-08T08:00", "UTC"), last=None) == _at(
        "2026-05-11T07:30", "UTC"
    )


@given(
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    minutes=st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    changed_after=st.timedeltas(dt.timedelta(), DAY),
)
def test_another_zone_or_time_neither_doubles_nor_skips_more_than_a_day(
    zones: tuple[str, str], minutes: tuple[int, int], changed_after: dt.timedelta
) -> None:
    before, after = (_hours(zone, time) for zone, time in zip(zones, minutes, strict=True))
    [*_, last] = _sent(before, dt.datetime(2026, 6, 1, tzinfo=dt.UTC), _at("2026-06-04", "UTC"))
    due = after.next_at(last.at + changed_after, last=last)
    day = after.due_day(due, last=last)
    assert day is not None and day > last.day
    assert APART <= due - last.at <= DAY * 3
