"""Lists that go on where they stopped: people with their details; follow-ups, promises and gives in their own order."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries import lists
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.details import Details

PAGE = 50
Planned = TypeVar("Planned", FollowUp, Promise, Give)


@dataclass(frozen=True)
class Listed(Generic[Planned]):
    """Some rows; `after` is the last one's id where more follow, else None."""

    rows: Sequence[Planned]
    after: int | None


def listed_people(
    which: Which, *, viewer: Viewer, now: dt.datetime, order: lists.Order | None, page: int
) -> tuple[lists.People, Mapping[int, Details]]:
    """A page of the list of people, and what is written about each, by id. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        found = lists.people(
            viewer=viewer,
            now=now,
            order=order,
            page=page,
            **vars(which),
        )
        return found, read_details(session, [row.person for row in found.rows])


def listed(
    table: type[Planned],
    *,
    viewer: Viewer,
    after: int = 0,
    person: str = "",
    where: Mapping[str, Any],
) -> Listed[Planned]:
    """The viewer's rows of this table behind `after` (an id), of one person (a public id) or of all.

    `where` are values by column; those that are None count as none. Raises `NotFound` without a notebook.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        wanted: list[ColumnElement[bool]] = [
            getattr(table, name) == value for name, value in where.items() if value is not None
        ]
        if person:
            wanted.append(Person.public_id == person)
        asked = (
            select(table)
            .join(table.person)
            .where(table.workspace_id == workspace.id, table.id > after, *wanted)
            .options(joinedload(table.person))
            .order_by(table.id)
            .limit(PAGE + 1)
        )
        rows = session.scalars(asked).all()
        shown = rows[:PAGE]
        return Listed(shown, shown[-1].id if len(rows) > PAGE else None)


def conversations_of(gives: Sequence[Give], *, viewer: Viewer) -> Mapping[int, str]:
    """Public ids of the conversations in which these were given, by id."""
    ids = {give.interaction_id for give in gives}
    with reading(viewer=viewer) as session:
        own_workspace(session, viewer=viewer)
        asked = select(Interaction.id, Interaction.public_id).where(Interaction.id.in_(ids))
        return {row_id: public_id for row_id, public_id in session.execute(asked)}  # noqa: C416
