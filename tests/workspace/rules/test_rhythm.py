"""Rhythm: whose day it is, how late a word is, conversations by day."""

import datetime as dt

from mentorhub.workspace.rules.rhythm import (
    HEAT_WEEKS,
    Tier,
    heat,
    heat_months,
    lateness,
    local_day,
)

TODAY = dt.date(2026, 5, 7)  # a Thursday


def late(tier: Tier, days: int | None, *, added: int = 10) -> float | None:
    last_on = None if days is None else TODAY - dt.timedelta(days=days)
    return lateness(tier, last_on=last_on, added_on=TODAY - dt.timedelta(days=added), today=TODAY)


def test_the_day_is_the_owners_own() -> None:
    now = dt.datetime(2026, 5, 7, 22, 30, tzinfo=dt.UTC)
    assert local_day(now, zone="UTC") == TODAY
    assert local_day(now, zone="Europe/Oslo") == TODAY + dt.timedelta(days=1)
    assert local_day(now, zone="America/Lima") == TODAY


def test_three_days_late_of_seven_come_before_ten_of_a_hundred_and_fifty() -> None:
    inner, network = late(Tier.INNER, 10), late(Tier.NETWORK, 160)
    assert inner is not None and network is not None
    assert inner > network


def test_nobody_is_due_before_the_rhythm_says_so() -> None:
    assert late(Tier.CLOSE, 29) is None
    assert late(Tier.CLOSE, 30) == 0


def test_who_was_never_spoken_to_is_due_at_once_and_more_every_day() -> None:
    assert late(Tier.YEARLY, None, added=0) == 0
    assert late(Tier.YEARLY, None, added=14) == 2


def test_without_a_rhythm_nobody_is_ever_due() -> None:
    assert late(Tier.OFF, 4000) is None
    assert late(Tier.OFF, None) is None


def test_days_fall_into_weeks_that_begin_on_monday() -> None:
    weeks = heat([TODAY, TODAY, TODAY - dt.timedelta(days=4)], today=TODAY)
    assert len(weeks) == HEAT_WEEKS
    assert weeks[-1] == [0, 0, 0, 2, 0, 0, 0]
    assert weeks[-2] == [0, 0, 0, 0, 0, 0, 1]


def test_a_busy_day_counts_four_at_most() -> None:
    assert heat([TODAY] * 9, today=TODAY)[-1][3] == 4


def test_each_month_is_named_once() -> None:
    months = heat_months(TODAY)
    assert [day.month for day in months.values()] == [2, 3, 4, 5]
    assert list(months) == [0, 4, 9, 13]
