"""Stages: which moves there are, and what evidence suggests."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from mentorhub.foundation.errors import IllegalMove
from mentorhub.workspace.rules.pauses import Paused
from mentorhub.workspace.rules.stages import (
    FORMER_NAMES,
    LADDER,
    STAGES,
    Measure,
    Seen,
    Stage,
    criteria,
    is_cooling,
    moves_from,
    next_stage,
    suggest_stage,
)
from mentorhub.workspace.rules.warmth import Kind

TODAY = dt.date(2026, 5, 7)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def seen(stage: Stage = Stage.MET, **fields: Any) -> Seen:
    return replace(
        Seen(stage=stage, today=TODAY, known_since=ago(20), last_two_way=ago(20)), **fields
    )


ONE = ((ago(20), Kind.MESSAGE),)
THREE = ((ago(45), Kind.MESSAGE), (ago(30), Kind.CALL), (ago(10), Kind.MESSAGE))
STEADY = tuple((ago(days), Kind.CALL if days % 2 else Kind.MESSAGE) for days in range(205, 0, -25))
LASTING: dict[str, Any] = {
    "exchanges": STEADY,
    "last_two_way": ago(5),
    "given": 1,
    "received": 1,
    "closeness": 4,
    "cadence_days": 30,
}


def test_every_live_stage_can_be_reached_from_every_other() -> None:
    for stage in (Stage.IN_TOUCH, Stage.GETTING_TO_KNOW, Stage.MUTUAL, Stage.LASTING):
        assert set(moves_from(stage)) == set(Stage) - {stage, Stage.MET}


def test_nobody_becomes_merely_met_again() -> None:
    assert all(Stage.MET not in moves_from(stage) for stage in Stage)


def test_what_is_closed_cannot_be_let_rest() -> None:
    with pytest.raises(IllegalMove):
        STAGES.after("rest", Stage.CLOSED)


def test_a_name_alone_suggests_nothing() -> None:
    assert suggest_stage(seen()) is None


def test_a_purpose_suggests_in_touch() -> None:
    assert suggest_stage(seen(has_purpose=True)) is Stage.IN_TOUCH


def test_one_exchange_suggests_getting_to_know() -> None:
    assert suggest_stage(seen(exchanges=ONE)) is Stage.GETTING_TO_KNOW


def test_where_the_evidence_agrees_nothing_is_suggested() -> None:
    assert suggest_stage(seen(Stage.GETTING_TO_KNOW, exchanges=ONE)) is None


def test_three_exchanges_two_channels_a_month_and_a_give_suggest_mutual() -> None:
    assert suggest_stage(seen(exchanges=THREE, given=1)) is Stage.MUTUAL
    assert suggest_stage(seen(exchanges=THREE, received=1)) is Stage.MUTUAL


@pytest.mark.parametrize(
    "lacking",
    [
        {"given": 0},
        {"exchanges": THREE[1:]},
        {"exchanges": tuple((day, Kind.CALL) for day, _kind in THREE)},
        {"exchanges": tuple((ago(9 - i), kind) for i, (_day, kind) in enumerate(THREE))},
    ],
)
def test_without_any_one_of_these_it_is_only_getting_to_know(lacking: dict[str, Any]) -> None:
    context: dict[str, Any] = {"exchanges": THREE, "given": 1}
    assert suggest_stage(seen(**context | lacking)) is Stage.GETTING_TO_KNOW


def test_giving_both_ways_for_half_a_year_without_a_long_gap_suggests_lasting() -> None:
    assert suggest_stage(seen(Stage.MUTUAL, **LASTING)) is Stage.LASTING


@pytest.mark.parametrize(
    "lacking",
    [
        {"given": 0},
        {"received": 0},
        {"closeness": 3},
        {"closeness": None},
        {"cadence_days": 7},
        {"cadence_days": None},
        {"exchanges": STEADY[2:]},
    ],
)
def test_without_any_one_of_these_it_is_not_lasting(lacking: dict[str, Any]) -> None:
    assert suggest_stage(seen(Stage.MUTUAL, **LASTING | lacking)) is None


def test_trust_alone_without_what_mutual_asks_is_not_suggested() -> None:
    one_channel = tuple((day, Kind.CALL) for day, _kind in STEADY)
    assert suggest_stage(seen(**LASTING | {"exchanges": one_channel})) is Stage.GETTING_TO_KNOW


def test_a_long_gap_in_a_lasting_relationship_suggests_cooling() -> None:
    broken = tuple(exchange for exchange in STEADY if exchange[0] < ago(80))
    found = suggest_stage(seen(Stage.LASTING, **LASTING | {"exchanges": broken}))
    assert found is Stage.MUTUAL
    assert is_cooling(Stage.LASTING, after=found)


def test_a_silence_that_reaches_into_the_half_year_counts_whole() -> None:
    old = ((ago(300), Kind.CALL), (ago(5), Kind.CALL))
    gap = criteria(Stage.LASTING, seen=seen(**LASTING | {"exchanges": old}))[3]
    assert (gap.measure, gap.have, gap.need, gap.is_met) == (Measure.LONGEST_GAP, 295, 60, False)


def test_a_stage_set_by_hand_ahead_of_the_log_is_left_alone() -> None:
    assert suggest_stage(seen(Stage.LASTING)) is None
    assert suggest_stage(seen(Stage.MUTUAL, exchanges=ONE)) is None


@pytest.mark.parametrize("stage", LADDER)
def test_a_year_without_a_word_both_ways_suggests_rest(stage: Stage) -> None:
    assert suggest_stage(seen(stage, exchanges=ONE, last_two_way=ago(365))) is Stage.RESTING
    assert suggest_stage(seen(stage, last_two_way=ago(364))) is not Stage.RESTING


def test_a_name_nobody_ever_spoke_to_rests_after_a_year_too() -> None:
    assert suggest_stage(seen(known_since=ago(365), last_two_way=None)) is Stage.RESTING


def test_what_rests_is_left_to_rest_until_there_is_a_word() -> None:
    assert suggest_stage(seen(Stage.RESTING, last_two_way=ago(400))) is None
    assert suggest_stage(seen(Stage.RESTING, has_purpose=True)) is None
    assert suggest_stage(seen(Stage.RESTING, exchanges=ONE)) is Stage.GETTING_TO_KNOW


def test_what_is_closed_stays_closed() -> None:
    assert suggest_stage(seen(Stage.CLOSED, exchanges=THREE, given=1)) is None


def test_closing_is_never_suggested_and_asks_for_nothing() -> None:
    assert criteria(Stage.CLOSED, seen=seen()) == ()


def test_the_next_rung_is_named_until_the_top() -> None:
    assert next_stage(Stage.MET) is Stage.IN_TOUCH
    assert next_stage(Stage.LASTING) is None
    assert next_stage(Stage.RESTING) is None


def test_moves_away_are_cooling_and_moves_towards_are_not() -> None:
    assert is_cooling(Stage.MUTUAL, after=Stage.IN_TOUCH)
    assert is_cooling(Stage.IN_TOUCH, after=Stage.RESTING)
    assert not is_cooling(Stage.IN_TOUCH, after=Stage.MUTUAL)
    assert not is_cooling(Stage.MUTUAL, after=Stage.CLOSED)
    assert not is_cooling(Stage.RESTING, after=Stage.IN_TOUCH)
    assert not is_cooling(None, after=Stage.MET)


@pytest.mark.parametrize(("former", "stage"), FORMER_NAMES.items())
def test_a_stage_is_read_by_its_former_name(former: str, stage: str) -> None:
    assert Stage(former) is Stage(stage) and stage in set(Stage)


def test_what_was_never_a_stage_is_none() -> None:
    with pytest.raises(ValueError, match="friends"):
        Stage("friends")


def test_days_of_a_pause_are_no_silence() -> None:
    year = seen(Stage.MUTUAL, known_since=ago(500), last_two_way=ago(370))
    assert suggest_stage(year) is Stage.RESTING
    assert suggest_stage(replace(year, pauses=(Paused(ago(20), ago(14)),))) is None
    broken = tuple(one for one in STEADY if not ago(110) < one[0] < ago(20))
    cooled = seen(Stage.LASTING, **LASTING | {"exchanges": broken})
    assert suggest_stage(cooled) is Stage.MUTUAL
    assert suggest_stage(replace(cooled, pauses=(Paused(ago(100), ago(30)),))) is None
