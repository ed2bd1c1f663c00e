"""Phases of a relationship: which moves there are, and what the notebook's evidence suggests. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions
from mentorhub.workspace.rules.pauses import Paused, active_days
from mentorhub.workspace.rules.warmth import Kind


class Stage(StrEnum):
    """Where a relationship stands; the rules suggest, its owner decides."""

    MET = "met"
    IN_TOUCH = "in_touch"
    GETTING_TO_KNOW = "getting_to_know"
    MUTUAL = "mutual"
    LASTING = "lasting"
    RESTING = "resting"
    CLOSED = "closed"

    @classmethod
    def _missing_(cls, value: object) -> "Stage | None":
        """By the name it had before: saved addresses and exported files still use it."""
        return cls(FORMER_NAMES[str(value)]) if value in FORMER_NAMES else None


FORMER_NAMES = {
    "captured": "met",
    "aware": "in_touch",
    "exploring": "getting_to_know",
    "growing": "mutual",
    "trusted": "lasting",
    "dormant": "resting",
}
_S = Stage
LADDER = (_S.MET, _S.IN_TOUCH, _S.GETTING_TO_KNOW, _S.MUTUAL, _S.LASTING)
STAGES = Transitions(
    _S.MET,
    {
        "become_aware": (frozenset(_S) - {_S.IN_TOUCH}, _S.IN_TOUCH),
        "explore": (frozenset(_S) - {_S.GETTING_TO_KNOW}, _S.GETTING_TO_KNOW),
        "grow": (frozenset(_S) - {_S.MUTUAL}, _S.MUTUAL),
        "trust": (frozenset(_S) - {_S.LASTING}, _S.LASTING),
        "rest": (LADDER, _S.RESTING),
        "close": (frozenset(_S) - {_S.CLOSED}, _S.CLOSED),
    },
)
VERBS = {end: verb for verb, (_starts, end) in STAGES.moves.items()}
RESTING_DAYS = 365
DURABLE_DAYS = 180
UNDONE_WITHIN = dt.timedelta(days=1)


class Measure(StrEnum):
    """What the notebook can count."""

    PURPOSE = "purpose"
    EXCHANGES = "exchanges"
    CHANNELS = "channels"
    DAYS_APART = "days_apart"
    GIVES = "gives"
    GIVEN = "given"
    RECEIVED = "received"
    DAYS_SINCE_FIRST = "days_since_first"
    LONGEST_GAP = "longest_gap"
    CLOSENESS = "closeness"


@dataclass(frozen=True)
class Seen:
    """What the notebook holds about one person on one day.

    `exchanges`: day and kind of each two-way exchange after the first meeting, oldest first. Days of `pauses` are no
    days of silence.
    """

    stage: Stage
    today: dt.date
    known_since: dt.date
    last_two_way: dt.date | None = None
    has_purpose: bool = False
    exchanges: tuple[tuple[dt.date, Kind], ...] = ()
    given: int = 0
    received: int = 0
    closeness: int | None = None
    cadence_days: int | None = None
    pauses: tuple[Paused, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One measure of a stage: what the notebook has, what the stage needs."""

    measure: Measure
    have: int
    need: int
    is_met: bool


class ReasonMissing(Refusal):
    """A relationship is closed only by its owner, and with a reason."""


class StageIsHistory(Refusal):
    """A move of the stage that is not the last one, or not of today or yesterday, is not taken back any more."""


def refuse_history(
    before: Stage | None, after: Stage, meant: Stage, *, at: dt.datetime, now: dt.datetime
) -> None:
    """Raises `StageIsHistory` unless the last move, `before` to `after`, is the one meant and less than a day old."""
    if before is None or after is not meant or now - at > UNDONE_WITHIN:
        raise StageIsHistory


def moves_from(stage: Stage) -> tuple[Stage, ...]:
    """The stages a person may be moved to now, in their own order."""
    return tuple(end for end in Stage if end in VERBS and STAGES.allows(VERBS[end], stage))


def is_cooling(before: Stage | None, *, after: Stage) -> bool:
    """Whether a move leads back towards distance; shown as cooling, never as a loss."""
    if before not in LADDER:
        return False
    return after is Stage.RESTING or (
        after in LADDER and LADDER.index(after) < LADDER.index(before)
    )


def suggest_stage(seen: Seen) -> Stage | None:
    """The stage the evidence speaks for, where it differs from the present one; closing is never suggested.

    Source of the thresholds: Dwyer, Schurr & Oh 1987 and Levin et al. 2011.
    """
    if seen.stage is Stage.CLOSED:
        return None
    if _silent_days(seen) >= RESTING_DAYS:
        return None if seen.stage is Stage.RESTING else Stage.RESTING
    reached = _reached(seen)
    if seen.stage is Stage.RESTING:
        return reached if reached in (Stage.GETTING_TO_KNOW, Stage.MUTUAL, Stage.LASTING) else None
    if LADDER.index(reached) > LADDER.index(seen.stage):
        return reached
    if seen.stage is Stage.LASTING and _has_cooled(seen):
        return Stage.MUTUAL
    return None


def next_stage(stage: Stage) -> Stage | None:
    """The next stage of the ladder; None at its top and for stages that are not on it."""
    if stage not in LADDER[:-1]:
        return None
    return LADDER[LADDER.index(stage) + 1]


def criteria(stage: Stage, *, seen: Seen) -> tuple[Criterion, ...]:
    """What a stage asks for, and what the notebook holds of it."""
    days = [day for day, _kind in seen.exchanges]
    gives = seen.given + seen.received
    asked: dict[Stage, tuple[Criterion, ...]] = {
        Stage.IN_TOUCH: (_least(Measure.PURPOSE, int(seen.has_purpose), 1),),
        Stage.GETTING_TO_KNOW: (_least(Measure.EXCHANGES, len(days), 1),),
        Stage.MUTUAL: (
            _least(Measure.EXCHANGES, len(days), 3),
            _least(Measure.CHANNELS, len({kind for _day, kind in seen.exchanges}), 2),
            _least(Measure.DAYS_APART, (days[-1] - days[0]).days if days else 0, 30),
            _least(Measure.GIVES, gives, 1),
        ),
        Stage.LASTING: (
            _least(Measure.GIVEN, seen.given, 1),
            _least(Measure.RECEIVED, seen.received, 1),
            _least(
                Measure.DAYS_SINCE_FIRST, (seen.today - days[0]).days if days else 0, DURABLE_DAYS
            ),
            _gap(seen),
            _least(Measure.CLOSENESS, seen.closeness or 0, 4),
        ),
    }
    return asked.get(stage, ())


def _reached(seen: Seen) -> Stage:
    met = [stage for stage in LADDER if all(found.is_met for found in criteria(stage, seen=seen))]
    if Stage.LASTING in met and Stage.MUTUAL not in met:
        met.remove(Stage.LASTING)
    return met[-1]


def _has_cooled(seen: Seen) -> bool:
    """Whether it lasted long enough, but with too long a silence since."""
    *_, durable, steady, _close = criteria(Stage.LASTING, seen=seen)
    return durable.is_met and seen.cadence_days is not None and not steady.is_met


def _silent_days(seen: Seen) -> int:
    return active_days(seen.last_two_way or seen.known_since, seen.today, seen.pauses)


def _least(measure: Measure, have: int, need: int) -> Criterion:
    return Criterion(measure, have, need, have >= need)


def _gap(seen: Seen) -> Criterion:
    """The longest silence that touches the last 180 days, at most two cadences; unknown without a rhythm."""
    start = seen.today - dt.timedelta(days=DURABLE_DAYS)
    days = [day for day, _kind in seen.exchanges]
    before = [day for day in days if day < start][-1:]
    touched = [*before, *(day for day in days if day >= start), seen.today]
    gaps = (active_days(earlier, later, seen.pauses) for earlier, later in pairwise(touched))
    gap = max(gaps, default=0)
    allowed = 2 * (seen.cadence_days or 0)
    return Criterion(Measure.LONGEST_GAP, gap, allowed, bool(days) and 0 < allowed >= gap)
