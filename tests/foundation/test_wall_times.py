"""What a typed time stands for where clocks are changed."""

import datetime as dt

import pytest

from mentorhub.foundation.wall_times import after_the_leap, moments_of, moved_by_days, on_the_wall

OSLO = "Europe/Oslo"  # forward on 28 March 2027 at 2:00, back on 31 October 2027 at 3:00


def _wall(typed: str) -> dt.datetime:
    return dt.datetime.fromisoformat(typed)


def _utc(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("wall", "moments"),
    [
        (_wall("2027-03-01 09:00"), (_utc(2027, 3, 1, 8, 0),)),
        (_wall("2027-03-28 01:59"), (_utc(2027, 3, 28, 0, 59),)),
        (_wall("2027-03-28 02:30"), ()),
        (_wall("2027-03-28 03:00"), (_utc(2027, 3, 28, 1, 0),)),
        (_wall("2027-10-31 02:30"), (_utc(2027, 10, 31, 0, 30), _utc(2027, 10, 31, 1, 30))),
        (_wall("2027-10-31 03:00"), (_utc(2027, 10, 31, 2, 0),)),
    ],
)
def test_a_time_on_the_wall_stands_for_one_moment_for_none_or_for_two(
    wall: dt.datetime, moments: tuple[dt.datetime, ...]
) -> None:
    assert moments_of(wall, zone=OSLO) == moments
    assert all(on_the_wall(at, zone=OSLO) == wall for at in moments)


def test_a_leap_of_half_an_hour_is_known_too() -> None:
    leapt = _wall("2027-10-03 02:15")  # Lord Howe Island goes forward by 30 minutes at 2:00
    assert moments_of(leapt, zone="Australia/Lord_Howe") == ()
    assert after_the_leap(leapt, zone="Australia/Lord_Howe") == _wall("2027-10-03 02:45")


def test_what_clocks_show_instead_of_a_time_they_leap_over() -> None:
    assert after_the_leap(_wall("2027-03-28 02:30"), zone=OSLO) == _wall("2027-03-28 03:30")


def test_days_later_it_is_the_same_time_on_the_wall() -> None:
    winter = _utc(2027, 3, 22, 8, 0)  # 9:00 in Oslo
    assert moved_by_days(winter, 7, zone=OSLO) == _utc(2027, 3, 29, 7, 0)
    assert moved_by_days(_utc(2027, 3, 21, 1, 30), 7, zone=OSLO) == _utc(2027, 3, 28, 1, 30)
