"""Follow-ups: their states, when a thank-you is due, where one is moved to."""

import datetime as dt

import pytest

from mentorhub.workspace.rules.follow_ups import (
    FOLLOW_UP,
    FollowUpKind,
    FollowUpState,
    SameDay,
    refuse_same_day,
    thank_you_due,
    week_later,
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


def test_only_a_thank_you_has_a_day_of_grace() -> None:
    assert {kind: kind.grace_days for kind in FollowUpKind} == {
        FollowUpKind.THANK_YOU: 1,
        FollowUpKind.PLANNED: 0,
    }


def test_a_week_later_always_lies_ahead() -> None:
    assert week_later(on(3), today=TODAY) == on(10)
    assert week_later(on(-30), today=TODAY) == on(7)


def test_a_move_to_its_own_day_is_refused() -> None:
    refuse_same_day(TODAY, moved_to=on(1))
    with pytest.raises(SameDay):
        refuse_same_day(TODAY, moved_to=TODAY)


def test_what_has_ended_moves_only_back() -> None:
    for state in set(FollowUpState) - {FollowUpState.SCHEDULED}:
        assert [verb for verb in FOLLOW_UP.moves if FOLLOW_UP.allows(verb, state)] == ["reopen"]
