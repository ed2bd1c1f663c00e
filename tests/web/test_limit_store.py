"""Counters count for their time and are then forgotten, one by one or in a periodic task."""

import pytest

from mentorhub.web import limit_store
from mentorhub.web.limit_store import PRUNED_AFTER, LimitStore


class Clock:
    """Stands in for `time`, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(limit_store, "time", made)
    return made


def test_a_counter_counts_until_its_time_is_over(clock: Clock) -> None:
    found = LimitStore()
    assert [found.incr("a", 60), found.incr("a", 60), found.incr("a", 60, amount=3)] == [1, 2, 5]
    assert (found.get("a"), found.get("b"), found.get_expiry("a")) == (5, 0, 1060.0)
    clock.now += 60
    assert found.get("a") == 0
    assert found.incr("a", 60) == 1
    assert found.get_expiry("a") == clock.now + 60


def test_what_has_run_out_is_swept(clock: Clock) -> None:
    found = LimitStore()
    found.incr("short", 1)
    found.incr("long", 600)
    clock.now += PRUNED_AFTER + 1
    found.incr("new", 60)
    assert found.reset() == 2


def test_one_is_cleared_and_the_others_stay(clock: Clock) -> None:
    found = LimitStore()
    found.incr("a", 60)
    found.incr("b", 60)
    found.clear("a")
    found.clear("never")
    assert (found.get("a"), found.get("b")) == (0, 1)
    assert found.check()
    assert found.base_exceptions is ValueError
    assert found.get_expiry("never") == clock.now
