"""When a sweep is late."""

import datetime as dt

import pytest

from mentorhub.operations.rules import is_sweep_late

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(("seconds_ago", "late"), [(0, False), (90, False), (91, True)])
def test_a_sweep_is_late_after_three_intervals_and_a_minute(seconds_ago: int, late: bool) -> None:
    last = NOW - dt.timedelta(seconds=seconds_ago)
    assert is_sweep_late(last, interval_seconds=10, now=NOW) is late


def test_a_sweep_that_never_succeeded_is_late() -> None:
    assert is_sweep_late(None, interval_seconds=10, now=NOW)
