"""A person's history, put in order: conversations with what was given in them, and moves of the stage."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.conversations import with_others
from mentorhub.workspace.rules import rhythm


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline: a conversation with what was given in it, or a move of the stage.

    `note` is the one about this person alone; `others` are those who took part as well.
    """

    on: dt.date
    interaction: Interaction | None = None
    gives: Sequence[Give] = ()
    change: StageChange | None = None
    note: str = ""
    others: Sequence[Person] = ()

    @property
    def give(self) -> Give | None:
        """The first thing given or received in it."""
        return self.gives[0] if self.gives else None


def timeline(
    session: Session,
    found: Person,
    interactions: Sequence[Interaction],
    gives: Sequence[Give],
    *,
    zone: str,
) -> list[TimelineEntry]:
    """Newest first; within a day what was logged last comes first. Never cut short."""
    given: dict[int, list[Give]] = defaultdict(list)
    for give in gives:
        given[give.interaction_id].append(give)
    took_part = with_others(session, interactions)
    talked = [
        (_talked(found, one, given[one.id], took_part[one.id]), one.logged_at)
        for one in interactions
    ]
    changes = session.scalars(
        select(StageChange)
        .where(StageChange.person_id == found.id, StageChange.from_stage.is_not(None))
        .order_by(StageChange.id)
    )
    moved = [
        (TimelineEntry(rhythm.local_day(change.at, zone=zone), change=change), change.at)
        for change in changes
    ]
    ordered = sorted([*talked, *moved], key=lambda pair: (pair[0].on, pair[1]), reverse=True)
    return [entry for entry, _at in ordered]


def _talked(
    found: Person, logged: Interaction, gives: Sequence[Give], took_part: Sequence[Participant]
) -> TimelineEntry:
    return TimelineEntry(
        logged.on_date,
        interaction=logged,
        gives=gives,
        note="".join(one.note for one in took_part if one.person_id == found.id),
        others=[one.person for one in took_part if one.person_id != found.id],
    )
