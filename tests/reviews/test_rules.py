"""Weeks of a course, states, who goes on and who is stuck, and the refusals."""

import datetime as dt

import pytest

from mentorhub.foundation.errors import IllegalMove
from mentorhub.reviews import rules
from mentorhub.reviews.rules import CheckInState, Course, Standing

DRAFT, SUBMITTED, REVIEWED = CheckInState
START = dt.date(2026, 3, 2)  # a Monday
COURSE = Course(START, START + dt.timedelta(days=83))  # twelve whole weeks
NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)


def _day(week: int, weekday: int = 0) -> dt.date:
    return START + dt.timedelta(days=7 * (week - 1) + weekday)


@pytest.mark.parametrize(
    ("days", "weeks"), [(0, 1), (6, 1), (10, 1), (11, 2), (83, 12), (84, 12), (87, 12), (88, 13)]
)
def test_a_course_counts_its_weeks_to_the_nearest(days: int, weeks: int) -> None:
    assert Course(START, START + dt.timedelta(days=days)).weeks == weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (START - dt.timedelta(days=200), 0),
        (START - dt.timedelta(days=1), 0),
        (START, 1),
        (_day(1, 6), 1),
        (_day(2), 2),
        (_day(12, 6), 12),
        (_day(13), None),
    ],
)
def test_a_day_lies_in_its_week(day: dt.date, week: int | None) -> None:
    assert COURSE.week_on(day) == week


def test_odd_days_belong_to_the_last_week() -> None:
    longer = Course(START, START + dt.timedelta(days=86))
    assert longer.week_on(longer.ends_on) == 12
    assert longer.dates(12) == (_day(12), longer.ends_on)


def test_the_dates_of_a_week() -> None:
    assert COURSE.dates(0) == (None, dt.date(2026, 3, 1))
    assert COURSE.dates(1) == (START, dt.date(2026, 3, 8))
    assert COURSE.dates(12) == (_day(12), COURSE.ends_on)


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (START - dt.timedelta(days=30), (0,)),
        (_day(1), (1, 0)),
        (_day(2), (2, 1)),
        (_day(12, 6), (12, 11)),
        (_day(13, 6), (12,)),
        (_day(14), ()),
    ],
)
def test_this_week_and_the_last_may_be_written(day: dt.date, weeks: tuple[int, ...]) -> None:
    assert COURSE.writable(day) == weeks


def test_a_day_is_the_one_in_the_readers_zone() -> None:
    late = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    assert rules.day_in("UTC", now=late) == dt.date(2026, 3, 1)
    assert rules.day_in("Europe/Oslo", now=late) == dt.date(2026, 3, 2)


def test_a_check_in_is_submitted_then_reviewed_and_never_back() -> None:
    assert rules.CHECK_IN.after("submit", DRAFT) is SUBMITTED
    assert rules.CHECK_IN.after("review", SUBMITTED) is REVIEWED
    for verb, state in (("submit", SUBMITTED), ("review", DRAFT), ("review", REVIEWED)):
        with pytest.raises(IllegalMove):
            rules.CHECK_IN.after(verb, state)


def test_a_pause_and_an_end_stop_the_writing() -> None:
    rules.refuse_stopped(is_paused=False, is_over=False)
    with pytest.raises(rules.EnrolmentPaused):
        rules.refuse_stopped(is_paused=True, is_over=False)
    with pytest.raises(rules.MentorshipOver):
        rules.refuse_stopped(is_paused=True, is_over=True)


def test_a_check_in_of_another_week_is_refused() -> None:
    rules.refuse_closed_week(3, course=COURSE, day=_day(3))
    with pytest.raises(rules.WeekClosed):
        rules.refuse_closed_week(4, course=COURSE, day=_day(3))


def test_an_empty_check_in_is_refused() -> None:
    rules.refuse_empty(["", "a word"])
    for answers in ([], ["", " \n"]):
        with pytest.raises(rules.NothingWritten):
            rules.refuse_empty(answers)


def test_a_mentor_reads_fourteen_days_longer() -> None:
    assert rules.mentor_may_read(None, now=NOW)
    assert rules.mentor_may_read(NOW - dt.timedelta(days=13), now=NOW)
    assert not rules.mentor_may_read(NOW - dt.timedelta(days=14), now=NOW)


def test_a_check_in_is_late_after_three_days() -> None:
    assert not rules.is_late(NOW - dt.timedelta(days=3), now=NOW)
    assert rules.is_late(NOW - dt.timedelta(days=3, seconds=1), now=NOW)


def test_each_week_has_its_mark() -> None:
    marks = rules.week_marks(
        COURSE, states={1: REVIEWED, 2: SUBMITTED, 5: DRAFT}, joined_on=START, today=_day(5)
    )
    assert marks == ["replied", "waiting", "missed", "missed", "writing"] + ["ahead"] * 7


def test_a_week_before_the_mentee_joined_is_not_missed() -> None:
    marks = rules.week_marks(COURSE, states={}, joined_on=_day(3), today=_day(5))
    assert marks == ["ahead", "ahead", "missed", "missed"] + ["ahead"] * 8


@pytest.mark.parametrize(
    ("states", "today", "expected"),
    [
        ({}, START - dt.timedelta(days=1), (Standing.BEFORE, 0)),
        ({0: DRAFT}, START - dt.timedelta(days=1), (Standing.WRITING, 0)),
        ({}, _day(1), (Standing.GOING_ON, 0)),
        ({}, _day(2), (Standing.MISSED, 1)),
        ({}, _day(3), (Standing.QUIET, 2)),
        ({1: DRAFT, 2: DRAFT}, _day(3), (Standing.QUIET, 2)),
        ({3: DRAFT}, _day(3), (Standing.QUIET, 2)),
        ({1: REVIEWED, 3: DRAFT}, _day(3), (Standing.WRITING, 1)),
        ({1: REVIEWED, 2: REVIEWED, 3: DRAFT}, _day(3), (Standing.WRITING, 0)),
        ({3: REVIEWED}, _day(3), (Standing.GOING_ON, 0)),
        ({1: SUBMITTED}, _day(4), (Standing.WAITING, 2)),
        ({1: SUBMITTED}, _day(20), (Standing.WAITING, 11)),
        ({}, _day(13), (Standing.OVER, 12)),
    ],
)
def test_how_a_mentee_is_doing(
    states: dict[int, CheckInState], today: dt.date, expected: tuple[Standing, int]
) -> None:
    assert rules.standing(COURSE, states=states, joined_on=START, today=today) == expected


def test_earlier_weeks_do_not_count_for_a_late_joiner() -> None:
    stands = rules.standing(COURSE, states={}, joined_on=_day(4), today=_day(5))
    assert stands == (Standing.MISSED, 1)
    after_the_end = rules.standing(COURSE, states={}, joined_on=_day(13), today=_day(13))
    assert after_the_end == (Standing.OVER, 0)
