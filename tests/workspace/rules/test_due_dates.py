"""Due dates: what is late, and what is refused."""

import datetime as dt

import pytest

from mentorhub.workspace.rules.due_dates import (
    AlreadyEnded,
    DayAhead,
    DayPast,
    is_late,
    refuse_ended,
    refuse_future,
    refuse_past,
)

TODAY = dt.date(2026, 5, 7)


def on(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def test_late_is_the_day_after_the_due_date_and_the_days_of_grace() -> None:
    assert not is_late(TODAY, today=TODAY)
    assert is_late(on(-1), today=TODAY)
    assert not is_late(on(-1), grace_days=1, today=TODAY)
    assert is_late(on(-2), grace_days=1, today=TODAY)


def test_what_happened_is_not_ahead_and_what_is_planned_not_past() -> None:
    refuse_future(TODAY, today=TODAY)
    refuse_past(TODAY, today=TODAY)
    with pytest.raises(DayAhead):
        refuse_future(on(1), today=TODAY)
    with pytest.raises(DayPast):
        refuse_past(on(-1), today=TODAY)


def test_what_has_ended_is_refused() -> None:
    refuse_ended(True)
    with pytest.raises(AlreadyEnded):
        refuse_ended(False)
