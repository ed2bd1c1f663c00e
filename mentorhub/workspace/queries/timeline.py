"""A person's history, put in order: conversations with what was given in them, and moves of the stage."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.paging import PageOf
from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.conversations import with_others
from mentorhub.workspace.rules import rhythm

PAGE = 25


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


@dataclass(frozen=True)
class Timeline(PageOf[TimelineEntry]):
    """One page of the history, the latest first; `total` counts all its entries."""

    SIZE = PAGE


def contacts_of(session: Session, person_id: int) -> Sequence[Any]:
    """Each conversation with a person, without its words: what warmth, stages and the order of the history need."""
    return session.execute(
        select(
            Interaction.id,
            Interaction.on_date,
            Interaction.kind,
            Interaction.is_two_way,
            Interaction.began,
            Interaction.logged_at,
        )
        .join(Interaction.participants)
        .where(Participant.person_id == person_id)
    ).all()


def timeline(
    session: Session,
    found: Person,
    contacts: Sequence[Any],
    gives: Sequence[Give],
    *,
    zone: str,
    page: int = 1,
) -> Timeline:
    """Newest first; within a day what was logged last comes first. Never cut short: a page past the end is the last."""
    changes = session.scalars(
        select(StageChange)
        .where(StageChange.person_id == found.id, StageChange.from_stage.is_not(None))
        .order_by(StageChange.id)
    )
    moved = [(rhythm.local_day(one.at, zone=zone), one.at, one) for one in changes]
    talked = [(one.on_date, one.logged_at, one.id) for one in contacts]
    ordered = sorted([*talked, *moved], key=lambda entry: entry[:2], reverse=True)
    page = max(1, min(page, -(-len(ordered) // PAGE)))
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    told = _told(session, found, [one for *_at, one in shown if isinstance(one, int)], gives)
    entries = [
        told[one] if isinstance(one, int) else TimelineEntry(on, change=one)
        for on, _at, one in shown
    ]
    return Timeline(entries, page, len(ordered))


def _told(
    session: Session, found: Person, ids: Sequence[int], gives: Sequence[Give]
) -> dict[int, TimelineEntry]:
    """The conversations of a page with all that is said of them, by id."""
    given: dict[int, list[Give]] = defaultdict(list)
    for give in gives:
        given[give.interaction_id].append(give)
    interactions = session.scalars(select(Interaction).where(Interaction.id.in_(ids))).all()
    took_part = with_others(session, interactions)
    return {one.id: _talked(found, one, given[one.id], took_part[one.id]) for one in interactions}


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
