"""Rhythm: whose day it is, how late a word is, conversations by day."""

import datetime as dt
from collections import Counter

import pytest

from mentorhub.workspace.rules.pauses import Paused
from mentorhub.workspace.rules.rhythm import (
    CADENCE_DAYS,
    HEAT_WEEKS,
    Cadence,
    Origin,
    Tier,
    Urgency,
    cadence_in_force,
    contacts_a_week,
    heat,
    heat_months,
    lateness,
    local_day,
    tries_in_a_row,
    urgency,
)

TODAY = dt.date(2026, 5, 7)  # a Thursday


def late(tier: Tier, days: int | None, *, added: int = 10) -> float | None:
    last_on = None if days is None else TODAY - dt.timedelta(days=days)
    added_on = TODAY - dt.timedelta(days=added)
    return lateness(CADENCE_DAYS[tier], last_on=last_on, added_on=added_on, today=TODAY)


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


@pytest.mark.wish(8)
def test_ones_own_days_come_before_tags_and_those_before_the_tier() -> None:
    tags = [(90, "choir"), (60, "clients"), (None, "Oslo")]
    assert cadence_in_force(Tier.INNER, own=45, tags=tags) == Cadence(45, Origin.OWN)
    assert cadence_in_force(Tier.INNER, tags=tags) == Cadence(60, Origin.TAG, "clients")
    assert cadence_in_force(Tier.OFF, tags=tags[:1]) == Cadence(90, Origin.TAG, "choir")
    assert cadence_in_force(Tier.CLOSE, tags=tags[2:]) == Cadence(30, Origin.TIER)
    assert cadence_in_force(Tier.OFF) == Cadence(None, Origin.TIER)


@pytest.mark.wish(9)
def test_due_is_soft_and_late_only_from_one_and_a_half_intervals() -> None:
    assert urgency(late(Tier.CLOSE, 29)) is None
    assert urgency(late(Tier.CLOSE, 30)) is Urgency.SOFT
    assert urgency(late(Tier.CLOSE, 44)) is Urgency.SOFT
    assert urgency(late(Tier.CLOSE, 45)) is Urgency.LATE


def test_days_of_a_pause_make_nobody_late() -> None:
    last_on = TODAY - dt.timedelta(days=40)
    rest = [Paused(TODAY - dt.timedelta(days=9), None)]
    assert lateness(30, last_on=last_on, added_on=last_on, today=TODAY, pauses=rest) == 0
    rest = [Paused(TODAY - dt.timedelta(days=10), None)]
    assert lateness(30, last_on=last_on, added_on=last_on, today=TODAY, pauses=rest) is None
    assert lateness(30, last_on=None, added_on=TODAY, today=TODAY, pauses=rest) == 0


def test_only_ones_own_tries_since_the_last_answer_count() -> None:
    def on(*days: tuple[int, bool]) -> int:
        return tries_in_a_row((TODAY - dt.timedelta(days=day), is_ok) for day, is_ok in days)

    assert on() == 0
    assert on((9, False), (3, False)) == 2
    assert on((9, False), (3, True)) == 0
    assert on((3, False), (9, True), (5, False), (20, False)) == 2
    assert on((3, True), (3, False)) == 0  # called again on the same day, and heard


def test_rhythms_add_up_to_contacts_a_week() -> None:
    assert contacts_a_week([]) == 0
    assert contacts_a_week([(7, 2), (30, 30), (365, 0)]) == 9


def test_days_fall_into_weeks_that_begin_on_monday() -> None:
    weeks = heat(Counter([TODAY, TODAY, TODAY - dt.timedelta(days=4)]), today=TODAY)
    assert len(weeks) == HEAT_WEEKS
    assert weeks[-1] == [0, 0, 0, 2, 0, 0, 0]
    assert weeks[-2] == [0, 0, 0, 0, 0, 0, 1]


def test_a_busy_day_counts_four_at_most() -> None:
    assert heat(Counter([TODAY] * 9), today=TODAY)[-1][3] == 4


def test_each_month_is_named_once() -> None:
    months = heat_months(TODAY)
    assert [day.month for day in months.values()] == [2, 3, 4, 5]
    assert list(months) == [0, 4, 9, 13]
