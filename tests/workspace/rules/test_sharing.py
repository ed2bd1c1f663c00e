"""Until when a mentor may look."""

import datetime as dt

from mentorhub.workspace.rules.sharing import may_access

NOW = dt.datetime(2026, 5, 7, 12, tzinfo=dt.UTC)


def test_a_mentor_looks_while_the_mentorship_runs() -> None:
    assert may_access(None, is_paused=False, now=NOW)


def test_a_mentor_looks_fourteen_days_more_and_not_a_moment_longer() -> None:
    ended = NOW - dt.timedelta(days=14)
    assert may_access(ended + dt.timedelta(seconds=1), is_paused=False, now=NOW)
    assert not may_access(ended, is_paused=False, now=NOW)


def test_a_pause_closes_the_mentors_view() -> None:
    assert not may_access(None, is_paused=True, now=NOW)
