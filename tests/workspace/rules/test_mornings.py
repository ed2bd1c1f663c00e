"""Days that come round, and what alone is a reason to write in the morning."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.mornings import (
    AHEAD_DAYS,
    CheckInDue,
    comes_round,
    days_round,
    is_reason_to_write,
    must_write,
)

MONDAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "comes"),
    [
        ("2026-02-27", "2026-02-28"),
        ("2026-02-28", "2026-02-28"),
        ("2026-03-01", "2027-02-28"),
        ("2028-02-28", "2028-02-29"),
        ("2027-12-31", "2028-02-29"),
    ],
)
def test_the_29th_of_february_is_the_28th_in_other_years(today: str, comes: str) -> None:
    found = comes_round(2, 29, today=dt.date.fromisoformat(today))
    assert found == dt.date.fromisoformat(comes)


@given(today=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), born=st.dates())
def test_a_day_is_asked_for_just_while_it_comes_round_within_the_week(
    today: dt.date, born: dt.date
) -> None:
    comes = comes_round(born.month, born.day, today=today)
    asked = (born.month, born.day) in days_round(today)
    assert asked == ((comes - today).days < AHEAD_DAYS)


@pytest.mark.parametrize(
    ("today", "day", "writes"),
    [
        (MONDAY, MONDAY + dt.timedelta(6), True),
        (MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(1), True),
        (MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(2), True),
        (MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(3), False),
    ],
)
def test_a_birthday_makes_an_email_on_monday_the_day_before_and_the_day(
    today: dt.date, day: dt.date, writes: bool
) -> None:
    assert is_reason_to_write(day, today=today) is writes


@pytest.mark.parametrize(("days_before", "writes"), [(2, False), (1, True), (0, True)])
def test_a_check_in_makes_an_email_on_the_last_two_days_of_its_week(
    days_before: int, writes: bool
) -> None:
    due = CheckInDue(3, "Ines", MONDAY, is_begun=False, path="/week")
    assert must_write(due, today=MONDAY - dt.timedelta(days_before)) is writes
    assert not must_write(None, today=MONDAY)
