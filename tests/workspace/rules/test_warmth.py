"""Warmth: the published test vectors of the arithmetic, and its bounds."""

import datetime as dt
import math

import pytest

from mentorhub.workspace.rules.warmth import (
    STROKE_POINTS,
    STROKES,
    Band,
    Contact,
    Kind,
    band,
    counted,
    strokes,
    warmth,
    warmth_by_week,
)

TODAY = dt.date(2026, 5, 7)
H = 30


def at(*ages: int, kind: Kind = Kind.MESSAGE, is_two_way: bool = True) -> list[Contact]:
    return [Contact(TODAY - dt.timedelta(days=age), kind, is_two_way) for age in ages]


def value(contacts: list[Contact], *, today: dt.date = TODAY) -> float:
    found = warmth(contacts, cadence_days=H, today=today)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        (at(0), 0.487),
        (at(H), 0.283),
        (at(2 * H), 0.154),
        (at(0, kind=Kind.IN_PERSON), 0.632),
        (at(H, kind=Kind.IN_PERSON), 0.393),
        (at(2 * H, kind=Kind.IN_PERSON), 0.221),
        (at(3 * H, kind=Kind.IN_PERSON), 0.118),
        (at(0, H, 2 * H, 3 * H), 0.713),
        (at(0, H, 2 * H, kind=Kind.IN_PERSON), 0.826),
    ],
)
def test_warmth_is_as_published(contacts: list[Contact], expected: float) -> None:
    assert value(contacts) == pytest.approx(expected, abs=0.0006)


def test_one_answered_exchange_a_cadence_stays_warm_for_ever() -> None:
    for_ever = at(*range(0, 40 * H, H))
    assert value(for_ever) == pytest.approx(0.736, abs=0.001)
    just_before = value(for_ever, today=TODAY + dt.timedelta(days=H))
    assert just_before == pytest.approx(0.487, abs=0.001)
    assert band(just_before) is Band.WARM


def test_messages_without_an_answer_never_become_warm() -> None:
    found = value(at(*range(0, 40 * H, H), is_two_way=False))
    assert found == pytest.approx(0.283, abs=0.001)
    assert band(found) is Band.COOLING


def test_an_answer_replaces_the_points_of_its_message() -> None:
    asked = at(1, is_two_way=False)
    assert value(asked + at(0)) == value(at(0))
    assert value(asked + at(0, kind=Kind.CALL)) > value(at(0, kind=Kind.CALL))


def test_a_failed_call_counts_nothing_and_an_event_one() -> None:
    assert value(at(0, kind=Kind.CALL, is_two_way=False)) == 0
    assert value(at(0, kind=Kind.EVENT, is_two_way=False)) == value(at(0, kind=Kind.EVENT)) > 0


def test_a_day_counts_three_points_at_most() -> None:
    assert value(at(0, 0, 0, kind=Kind.CALL)) == value(at(0, kind=Kind.IN_PERSON))


def test_who_was_met_once_starts_low_and_is_cold_after_two_thirds_of_a_rhythm() -> None:
    once = at(0, kind=Kind.FIRST_MEETING)
    assert value(once) == value(at(0, kind=Kind.EVENT)) == pytest.approx(0.283, abs=0.001)
    assert (strokes(value(once)), band(value(once))) == (2, Band.COOLING)
    silent = value(once, today=TODAY + dt.timedelta(days=2 * H // 3))
    assert (strokes(silent), band(silent)) == (1, Band.COLD)


def test_what_counts_adds_up_to_the_whole() -> None:
    contacts = [
        *at(H, kind=Kind.FIRST_MEETING),
        *at(2, is_two_way=False),
        *at(1),
        *at(0, 0, kind=Kind.CALL),
        *at(-1),
    ]
    found = counted(contacts, cadence_days=H, today=TODAY)
    assert [each.points for each in found] == [1.0, 0.0, 2.0, 2.5, 0.5]
    assert found[0].left == 0.5
    assert value(contacts) == 1 - math.exp(-sum(each.left for each in found) / 3)
    assert counted(contacts, cadence_days=None, today=TODAY) == []


@pytest.mark.parametrize(("number", "points"), list(enumerate(STROKE_POINTS)))
def test_a_stroke_begins_at_its_points(number: int, points: float) -> None:
    assert 1 - math.exp(-points / 3) == pytest.approx(STROKES[number], abs=0.02)


def test_nothing_logged_is_cold() -> None:
    assert value([]) == 0


def test_what_lies_ahead_warms_nothing_yet() -> None:
    assert value(at(-1)) == 0


def test_without_a_rhythm_there_is_no_warmth() -> None:
    assert warmth(at(0), cadence_days=None, today=TODAY) is None
    assert warmth_by_week(at(0), cadence_days=None, today=TODAY) == []


def test_the_plot_ends_today_and_begins_eleven_weeks_ago() -> None:
    weeks = warmth_by_week(at(70, 0), cadence_days=H, today=TODAY)
    assert len(weeks) == 12
    assert weeks[0] == 0
    assert weeks[1] == weeks[1] > 0
    assert weeks[-1] == round(5 * value(at(70, 0)), 1)


@pytest.mark.parametrize(
    ("given", "shown", "word"),
    [
        (0.0, 0, Band.COLD),
        (0.15, 1, Band.COLD),
        (0.20, 2, Band.COOLING),
        (0.45, 3, Band.WARM),
        (0.63, 4, Band.WARM),
        (0.95, 5, Band.WARM),
    ],
)
def test_strokes_and_words_agree(given: float, shown: int, word: Band) -> None:
    assert (strokes(given), band(given)) == (shown, word)
