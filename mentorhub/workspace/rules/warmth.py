"""Warmth: conversations decay with the chosen rhythm. Our arithmetic, not a measurement. Pure."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.workspace.rules.pauses import Paused, active_days

POINTS_A_DAY = 3.0
SCALE = 3.0
STROKES = (
    0.10,
    0.20,
    0.45,
    0.63,
    0.80,
)  # from where each stroke is drawn; cooling from the second, warm from the third
STROKE_POINTS = tuple(round(-SCALE * math.log(1 - bound), 1) for bound in STROKES)


class Kind(StrEnum):
    """How people met or spoke: also the channel of a conversation."""

    FIRST_MEETING = "first_meeting"
    MESSAGE = "message"
    CALL = "call"
    VIDEO = "video"
    IN_PERSON = "in_person"
    EMAIL = "email"
    LETTER = "letter"
    EVENT = "event"


class Began(StrEnum):
    """Who took the first step."""

    ME = "me"
    THEM = "them"


class Band(StrEnum):
    """Warmth in one word."""

    WARM = "warm"
    COOLING = "cooling"
    COLD = "cold"


@dataclass(frozen=True)
class Contact:
    """One logged conversation or try."""

    on: dt.date
    kind: Kind
    is_two_way: bool


@dataclass(frozen=True)
class Counted:
    """What one contact counts: `points` of its day's three, and what is `left` of them today."""

    contact: Contact
    points: float
    left: float


_ANSWERED = {
    Kind.FIRST_MEETING: 1.0,  # as an event: you were in the same place, and hardly spoke yet
    Kind.MESSAGE: 2.0,
    Kind.CALL: 2.5,
    Kind.VIDEO: 2.5,
    Kind.IN_PERSON: 3.0,
    Kind.EMAIL: 2.0,
    Kind.LETTER: 2.0,
    Kind.EVENT: 1.0,
}
_UNANSWERED = {Kind.MESSAGE: 0.5, Kind.EMAIL: 0.5, Kind.LETTER: 0.5, Kind.EVENT: 1.0}
ATTEMPTS = frozenset(Kind) - set(_UNANSWERED)  # of these, one without an answer counts nothing


def warmth(
    contacts: Sequence[Contact],
    *,
    cadence_days: int | None,
    today: dt.date,
    pauses: Sequence[Paused] = (),
) -> float | None:
    """0 to 1: `1 − e^(−W/3)`, `W = Σ v·2^(−age/cadence)`; None without a chosen rhythm.

    One missed interval halves it; an age is in days outside pauses. The form of the decay is that of Ahmad, Porter and
    Beguerisse-Díaz 2021 (arXiv 1805.00193): what happens adds to a tie, which fades after it. The points are our own.
    """
    if cadence_days is None:
        return None
    each = counted(contacts, cadence_days=cadence_days, today=today, pauses=pauses)
    total = sum(one.left for one in each)
    return 1 - math.exp(-total / SCALE)


def counted(
    contacts: Sequence[Contact],
    *,
    cadence_days: int | None,
    today: dt.date,
    pauses: Sequence[Paused] = (),
) -> list[Counted]:
    """What each contact until today counts, the oldest first; nothing without a chosen rhythm.

    At most three points a day; an answer replaces the points of the message it answers.
    """
    if cadence_days is None:
        return []
    ordered = sorted(contacts, key=lambda contact: contact.on)
    of_day: dict[dt.date, float] = {}
    found = []
    for number, contact in enumerate(ordered, start=1):
        is_answered = any(_answers(contact, after=after) for after in ordered[number : number + 1])
        free = POINTS_A_DAY - of_day.get(contact.on, 0.0)
        points = 0.0 if is_answered else min(free, _points(contact))
        of_day[contact.on] = of_day.get(contact.on, 0.0) + points
        if contact.on <= today:
            left = points * 2 ** (-active_days(contact.on, today, pauses) / cadence_days)
            found.append(Counted(contact, points, left))
    return found


def warmth_by_week(
    contacts: Sequence[Contact],
    *,
    cadence_days: int | None,
    today: dt.date,
    weeks: int = 12,
    pauses: Sequence[Paused] = (),
) -> list[float]:
    """For the plot: 0 to 5 at the end of each week, oldest first, today last; empty without a rhythm."""
    ends = [today - dt.timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    values = [warmth(contacts, cadence_days=cadence_days, today=end, pauses=pauses) for end in ends]
    return [round(5 * value, 1) for value in values if value is not None]


def band(value: float) -> Band:
    """Warm from 0.45, cooling from 0.20, cold below."""
    if value >= STROKES[2]:
        return Band.WARM
    return Band.COOLING if value >= STROKES[1] else Band.COLD


def strokes(value: float) -> int:
    """0 to 5 strokes; three and more are warm, two is cooling, fewer are cold."""
    return sum(value >= bound for bound in STROKES)


def _points(contact: Contact) -> float:
    table = _ANSWERED if contact.is_two_way else _UNANSWERED
    return table.get(contact.kind, 0.0)


def _answers(contact: Contact, *, after: Contact) -> bool:
    return (
        contact.kind is after.kind is Kind.MESSAGE and not contact.is_two_way and after.is_two_way
    )
