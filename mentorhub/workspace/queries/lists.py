"""The list of people: searched, filtered, in an order, a page at a time. As many queries for any number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.paging import PageOf
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.found import NO_REASON, Why, why_found
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach, people_by_id
from mentorhub.workspace.queries.rhythm import (
    Calendar,
    cadence_of,
    calendar_of,
    urgency_of,
)
from mentorhub.workspace.queries.search import Found, best_first
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules import rhythm, warmth
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.follow_ups import FollowUpState

PAGE = 20


class Order(StrEnum):
    """How the list may be ordered; by the best match where words were typed."""

    BEST = "best"
    NEXT = "next"
    SILENCE = "silence"
    NAME = "name"
    NEWEST = "newest"
    MET = "met"


@dataclass(frozen=True)
class Row:
    """One line of the list. `strokes` is None without a rhythm, `urgency` while nobody is due by it.

    `why` says where the words that were looked for stand, or who was where.
    """

    person: Person
    strokes: int | None
    urgency: rhythm.Urgency | None
    last_on: dt.date | None
    next: FollowUp | None
    is_late: bool
    tags: Sequence[Tag]
    why: Why = NO_REASON


@dataclass(frozen=True)
class People(PageOf[Row]):
    """One page of the list; `everyone` counts all people, `total` those that match."""

    SIZE = PAGE

    everyone: int
    today: dt.date


def people(
    *,
    viewer: Viewer,
    now: dt.datetime,
    order: Order | None = None,
    page: int = 1,
    **asked: Any,
) -> People:
    """The viewer's people, as `asked` says: the parts of a `Which`.

    Where words were typed, the best match comes first, unless an order is asked for. A page past the end is the last.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=now)
        mine = Person.workspace_id == workspace.id
        everyone = session.scalar(select(func.count()).select_from(Person).where(mine)) or 0
        which = Which(**asked)
        listed = _found(session, workspace.id, which, order, calendar=calendar)
        ids = listed.ids
        page = max(1, min(page, -(-len(ids) // PAGE)))
        found = people_by_id(session, ids[(page - 1) * PAGE : page * PAGE])
        rows = _rows(session, found, calendar=calendar)
        reasons = why_found(session, found, listed, organization=which.organization)
        rows = [replace(row, why=reasons[row.person.id]) for row in rows]
        return People(rows, page, len(ids), everyone, calendar.today)


def _found(
    session: Session, workspace_id: int, which: Which, order: Order | None, *, calendar: Calendar
) -> Found:
    """Everybody in the list, in its order, and what was looked for."""
    matching = which.people_of(workspace_id, calendar=calendar)
    if not which.has_words:
        by = order if order and order is not Order.BEST else Order.NEXT
        ids = session.scalars(_ordered(select(Person.id).where(matching), by)).all()
        return Found([*ids], (), {})
    best = best_first(session, workspace_id, which, calendar=calendar)
    if order is None or order is Order.BEST:
        return best
    meant = set(best.ids)
    ordered = session.scalars(_ordered(select(Person.id).where(matching), order))
    return best._replace(ids=[person_id for person_id in ordered if person_id in meant])


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
        Order.MET: (Person.met_on.is_(None), Person.met_on.desc(), Person.name_key),
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
