"""What a notebook holds about a person, as the rules of stages and of rhythm weigh it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mentorhub.workspace.models.history import Give
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.rhythm import Calendar
from mentorhub.workspace.rules import rhythm, stages, warmth
from mentorhub.workspace.rules.sharing import Direction

RECIPROCITY = dt.timedelta(days=365)


def evidence_of(
    person: Person,
    interactions: Sequence[Any],
    gives: Sequence[Give],
    *,
    cadence: rhythm.Cadence,
    calendar: Calendar,
) -> stages.Seen:
    """What the notebook holds about a person, as `rules.stages` weighs it; favours of the last 365 days."""
    lately = [g.direction for g in gives if g.on_date > calendar.today - RECIPROCITY]
    return stages.Seen(
        stage=person.stage,
        today=calendar.today,
        known_since=person.added_on,
        last_two_way=max((i.on_date for i in interactions if i.is_two_way), default=None),
        has_purpose=bool(person.purpose),
        exchanges=tuple(
            sorted(
                (i.on_date, i.kind)
                for i in interactions
                if i.is_two_way and i.kind is not warmth.Kind.FIRST_MEETING
            )
        ),
        given=lately.count(Direction.GAVE),
        received=lately.count(Direction.RECEIVED),
        closeness=person.closeness,
        cadence_days=cadence.days,
        pauses=calendar.pauses,
    )


def tries_in_a_row(interactions: Sequence[Any]) -> int:
    """Tries in a row; what they began counts as an answer, an event where nobody spoke as nothing."""
    told = (i for i in interactions if i.is_two_way or i.kind is not warmth.Kind.EVENT)
    return rhythm.tries_in_a_row(
        (i.on_date, i.is_two_way or i.began is warmth.Began.THEM) for i in told
    )
