"""A person's history, put in order: conversations with what was given in them, and moves of the stage."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
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
    found: Person,
    interactions: Sequence[Interaction],
    gives: Sequence[Give],
    changes: Sequence[StageChange],
    took_part: Mapping[int, Sequence[Participant]],
    *,
    zone: str,
) -> list[TimelineEntry]:
    """Newest first; within a day what was logged last comes first. Never cut short."""
    given: dict[int, list[Give]] = defaultdict(list)
    for give in gives:
        given[give.interaction_id].append(give)
    talked = [
        (
            TimelineEntry(
                i.on_date,
                interaction=i,
                gives=given[i.id],
                note="".join(one.note for one in took_part[i.id] if one.person_id == found.id),
                others=[one.person for one in took_part[i.id] if one.person_id != found.id],
            ),
            i.logged_at,
        )
        for i in interactions
    ]
    moved = [
        (TimelineEntry(rhythm.local_day(change.at, zone=zone), change=change), change.at)
        for change in changes
    ]
    ordered = sorted([*talked, *moved], key=lambda pair: (pair[0].on, pair[1]), reverse=True)
    return [entry for entry, _at in ordered]
