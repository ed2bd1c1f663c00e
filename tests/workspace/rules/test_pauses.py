"""Pauses: which days count, what is refused; and that a pause never makes anything fade."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules import pauses, rhythm, warmth
from mentorhub.workspace.rules.pauses import (
    EndsBeforeItBegins,
    Paused,
    PausesOverlap,
    TooManyPauses,
    active_days,
    ended,
    pause_on,
    refuse_pause,
    refuse_too_many,
)
from mentorhub.workspace.rules.warmth import Contact, Kind

TODAY = dt.date(2026, 5, 7)
H = 30


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def paused(first: int, last: int | None) -> Paused:
    """From so many days ago until so many days ago."""
    return Paused(ago(first), None if last is None else ago(last))


spans = st.builds(
    lambda end, length, is_open: paused(end + length, None if is_open else end),
    st.integers(-50, 400),
    st.integers(0, 200),
    st.booleans(),
)
contacts = st.lists(
    st.builds(Contact, st.integers(0, 500).map(ago), st.sampled_from(Kind), st.booleans()),
    max_size=8,
)


@pytest.mark.parametrize(
    ("rests", "days"),
    [
        ([], 30),
        ([paused(20, 11)], 20),  # ten days in the middle
        ([paused(40, 31)], 30),  # before it all
        ([paused(40, 30)], 30),  # until the day itself, which was never counted
        ([paused(40, 29)], 29),  # one day of it
        ([paused(5, None)], 24),  # open: today as well
        ([paused(5, -9)], 24),
        ([paused(0, 0)], 29),
        ([paused(-1, None)], 30),  # not yet
        ([paused(60, -60)], 0),
        ([paused(20, 11), paused(15, 6)], 15),  # days of both are left out once
    ],
)
def test_only_days_outside_pauses_count(rests: list[Paused], days: int) -> None:
    assert active_days(ago(30), TODAY, rests) == days


def test_no_day_passed_is_no_day_whatever_rests() -> None:
    assert active_days(TODAY, TODAY, [paused(3, None)]) == 0


@given(st.integers(0, 500), st.lists(spans, max_size=6), st.randoms())
def test_days_are_those_of_the_calendar_outside_in_any_order(
    age: int, rests: list[Paused], chance: object
) -> None:
    days = [ago(back) for back in range(age)]
    free = sum(not any(rest.holds(day) for rest in rests) for day in days)
    mixed = list(rests)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert active_days(ago(age), TODAY, rests) == free == active_days(ago(age), TODAY, mixed)


@given(contacts, st.lists(spans, max_size=4), spans)
def test_a_pause_never_lowers_warmth_and_never_makes_later(
    talks: list[Contact], rests: list[Paused], more: Paused
) -> None:
    def warm(pauses: list[Paused]) -> float:
        return warmth.warmth(talks, cadence_days=H, today=TODAY, pauses=pauses) or 0.0

    def late(pauses: list[Paused]) -> float:
        last_on = max((talk.on for talk in talks), default=None)
        found = rhythm.lateness(H, last_on=last_on, added_on=ago(9), today=TODAY, pauses=pauses)
        return -1.0 if found is None else found

    assert warm([*rests, more]) >= warm(rests)
    assert late([*rests, more]) <= late(rests)


@given(contacts, st.integers(0, 300), st.integers(1, 200), st.integers(0, 199))
def test_a_pause_in_two_parts_is_the_same_pause(
    talks: list[Contact], end: int, length: int, cut: int
) -> None:
    middle = end + cut % length
    whole = [paused(end + length, end)]
    parts = [paused(middle, end), paused(end + length, middle + 1)]
    one, two = (
        warmth.counted(talks, cadence_days=H, today=TODAY, pauses=rests) for rests in (whole, parts)
    )
    assert one == two


def test_warmth_stands_still_through_a_pause_and_goes_on_after_it() -> None:
    talk = [Contact(ago(10), Kind.MESSAGE, True)]
    before = warmth.warmth(talk, cadence_days=H, today=ago(5))
    for days in (4, 3, 0):
        found = warmth.warmth(talk, cadence_days=H, today=ago(days), pauses=[paused(4, 0)])
        assert found == before
    after = warmth.warmth(talk, cadence_days=H, today=ago(-1), pauses=[paused(4, 0)])
    assert after is not None
    assert before is not None
    assert after < before


def test_the_pause_of_a_day_is_the_one_that_holds_it() -> None:
    rests = [paused(20, 11), paused(5, None)]
    assert pause_on(ago(11), rests) == rests[0]
    assert pause_on(ago(10), rests) is None
    assert pause_on(ago(-400), rests) == rests[1]


def test_pauses_may_touch_but_not_overlap() -> None:
    refuse_pause(paused(10, 5), others=[paused(20, 11), paused(4, None)])
    with pytest.raises(PausesOverlap) as refusal:
        refuse_pause(paused(10, 5), others=[paused(5, 0), paused(20, 10)])
    assert refusal.value.other == paused(20, 10)
    with pytest.raises(PausesOverlap):
        refuse_pause(paused(400, None), others=[paused(20, 10)])


def test_a_pause_ends_after_it_begins() -> None:
    refuse_pause(paused(3, 3), others=[])
    with pytest.raises(EndsBeforeItBegins):
        refuse_pause(paused(3, 4), others=[])


def test_a_notebook_keeps_only_so_many() -> None:
    refuse_too_many(pauses.PER_NOTEBOOK - 1)
    with pytest.raises(TooManyPauses):
        refuse_too_many(pauses.PER_NOTEBOOK)


def test_ending_a_pause_opens_today() -> None:
    assert ended(paused(5, None), today=TODAY) == paused(5, 1)
    assert ended(paused(1, -9), today=TODAY) == paused(1, 1)
    assert ended(paused(0, None), today=TODAY) is None
