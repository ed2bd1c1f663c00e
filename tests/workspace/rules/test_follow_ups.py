"""Follow-ups and promises: when they are due and when late."""

import datetime as dt

import pytest

from mentorhub.workspace.rules.follow_ups import (
    FOLLOW_UP,
    PROMISE,
    DayAhead,
    DayPast,
    FollowUpKind,
    FollowUpState,
    PromiseState,
    is_late,
    refuse_future,
    refuse_past,
    thank_you_due,
)

TODAY = dt.date(2026, 5, 7)


def on(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def test_a_thank_you_is_due_the_next_day() -> None:
    assert thank_you_due(TODAY, today=TODAY) == on(1)
    assert thank_you_due(on(-1), today=TODAY) == TODAY


def test_a_thank_you_for_last_week_is_due_today() -> None:
    assert thank_you_due(on(-7), today=TODAY) == TODAY


def test_nobody_is_thanked_for_a_meeting_of_long_ago_or_of_no_day() -> None:
    assert thank_you_due(on(-8), today=TODAY) is None
    assert thank_you_due(None, today=TODAY) is None


def test_a_thank_you_is_late_after_two_days_and_a_plan_after_one() -> None:
    assert not is_late(on(-1), kind=FollowUpKind.THANK_YOU, today=TODAY)
    assert is_late(on(-2), kind=FollowUpKind.THANK_YOU, today=TODAY)
    assert not is_late(TODAY, today=TODAY)
    assert is_late(on(-1), today=TODAY)


def test_what_happened_is_not_ahead_and_what_is_planned_not_past() -> None:
    refuse_future(TODAY, today=TODAY)
    refuse_past(TODAY, today=TODAY)
    with pytest.raises(DayAhead):
        refuse_future(on(1), today=TODAY)
    with pytest.raises(DayPast):
        refuse_past(on(-1), today=TODAY)


def test_what_is_settled_stays_settled() -> None:
    for state in set(FollowUpState) - {FollowUpState.SCHEDULED}:
        assert not any(FOLLOW_UP.allows(verb, state) for verb in FOLLOW_UP.moves)
    for kept in set(PromiseState) - {PromiseState.OPEN}:
        assert not any(PROMISE.allows(verb, kept) for verb in PROMISE.moves)
