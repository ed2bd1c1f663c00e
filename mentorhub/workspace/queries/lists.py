"""The list of people: searched, by stage and tags, in an order, a page at a time. As many queries for any number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.queries.filters import Reminders, Which
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach, people_by_id
from mentorhub.workspace.queries.rhythm import (
    Calendar,
    cadence_of,
    calendar_of,
    urgency_of,
)
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules import rhythm, warmth
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.stages import Stage

PAGE = 20


class Order(StrEnum):
    """How the list may be ordered."""

    NEXT = "next"
    SILENCE = "silence"
    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True)
class Row:
    """One line of the list. `strokes` is None without a rhythm, `urgency` while nobody is due by it."""

    person: Person
    strokes: int | None
    urgency: rhythm.Urgency | None
    last_on: dt.date | None
    next: FollowUp | None
    is_late: bool
    tags: Sequence[Tag]


@dataclass(frozen=True)
class People:
    """One page of the list; `everyone` counts all people, `total` those that match."""

    rows: list[Row]
    page: int
    total: int
    everyone: int
    today: dt.date

    @property
    def first(self) -> int:
        """The number of the page's first row, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the page's last row."""
        return self.first + len(self.rows) - 1


def people(
    *,
    viewer: Viewer,
    now: dt.datetime,
    search: str = "",
    stage: Stage | None = None,
    tags: Sequence[str] = (),
    reminders: Reminders | None = None,
    order: Order = Order.NEXT,
    page: int = 1,
) -> People:
    """The viewer's people; without a stage all but the closed. With tags (public ids), those who have all of them.

    A page past the end is the last one.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=now)
        mine = Person.workspace_id == workspace.id
        which = Which(search, stage, tuple(tags), reminders)
        matching = which.people_of(workspace.id, calendar=calendar)
        everyone = session.scalar(select(func.count()).select_from(Person).where(mine)) or 0
        ids = session.scalars(_ordered(select(Person.id).where(matching), order)).all()
        page = max(1, min(page, -(-len(ids) // PAGE)))
        found = people_by_id(session, ids[(page - 1) * PAGE : page * PAGE])
        rows = _rows(session, found, calendar=calendar)
        return People(rows, page, len(ids), everyone, calendar.today)


def _ordered(asked: Select[int], order: Order) -> Select[int]:
    next_on = (
        select(func.min(FollowUp.due_on))
        .where(FollowUp.person_id == Person.id, FollowUp.state == FollowUpState.SCHEDULED)
        .scalar_subquery()
    )
    by: dict[Order, tuple[Any, ...]] = {
        Order.NEXT: (next_on.is_(None), next_on, Person.name_key),
        Order.SILENCE: (
            Person.last_contact_on.is_not(None),
            Person.last_contact_on,
            Person.name_key,
        ),
        Order.NAME: (Person.name_key,),
        Order.NEWEST: (Person.added_on.desc(),),
    }
    newest_first = Person.id.desc() if order is Order.NEWEST else Person.id
    return asked.order_by(*by[order], newest_first)


def _rows(session: Session, found: Sequence[Person], *, calendar: Calendar) -> list[Row]:
    ids = [person.id for person in found]
    load_reach(session, found, "affiliations")
    follow_ups: dict[int, FollowUp] = {}
    for follow_up in session.scalars(
        select(FollowUp)
        .where(FollowUp.person_id.in_(ids), FollowUp.state == FollowUpState.SCHEDULED)
        .order_by(FollowUp.due_on, FollowUp.id)
    ):
        follow_ups.setdefault(follow_up.person_id, follow_up)
    contacts: dict[int, list[warmth.Contact]] = defaultdict(list)
    for person_id, on, kind, is_two_way in session.execute(
        select(Participant.person_id, Interaction.on_date, Interaction.kind, Interaction.is_two_way)
        .join(Participant.interaction)
        .where(Participant.person_id.in_(ids))
    ):
        contacts[person_id].append(warmth.Contact(on, kind, is_two_way))
    tags = tags_of(session, ids)
    return [
        _row(
            person,
            follow_ups.get(person.id),
            contacts[person.id],
            tags[person.id],
            calendar=calendar,
        )
        for person in found
    ]


def _row(
    person: Person,
    follow_up: FollowUp | None,
    contacts: Sequence[warmth.Contact],
    tags: Sequence[Tag],
    *,
    calendar: Calendar,
) -> Row:
    today, cadence = calendar.today, cadence_of(person, tags)
    value = warmth.warmth(contacts, cadence_days=cadence.days, today=today, pauses=calendar.pauses)
    return Row(
        person=person,
        strokes=None if value is None else warmth.strokes(value),
        urgency=urgency_of(person, cadence, calendar=calendar, has_follow_up=follow_up is not None),
        last_on=person.last_contact_on,
        next=follow_up,
        is_late=follow_up is not None
        and is_late(follow_up.due_on, grace_days=follow_up.kind.grace_days, today=today),
        tags=tags,
    )
