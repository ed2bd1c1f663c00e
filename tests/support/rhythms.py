"""Notebooks whose people have rhythms of every kind, and pauses, written straight into the tables."""

import datetime as dt
from typing import Any

from sqlalchemy import select, update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.models.workspaces import Pause, Workspace
from tests.support.notebooks import ago


def change(viewer: Viewer, person_id: str, **values: Any) -> None:
    """Set columns of a person."""
    with transaction(viewer=viewer) as session:
        session.execute(update(Person).where(Person.public_id == person_id).values(values))


def every(viewer: Viewer, tag: str, days: int | None) -> None:
    """Give a tag of the viewer's a cadence."""
    with transaction(viewer=viewer) as session:
        mine = select(Workspace.id).where(Workspace.user_id == viewer.id).scalar_subquery()
        which = update(Tag).where(Tag.name == tag, Tag.workspace_id == mine)
        session.execute(which.values(cadence_days=days))


def paused(viewer: Viewer, first: int, last: int | None) -> str:
    """A pause from so many days ago until so many days ago, or open; its public id."""
    with transaction(viewer=viewer) as session:
        workspace_id = session.scalars(
            select(Workspace.id).where(Workspace.user_id == viewer.id)
        ).one()
        until_on: dt.date | None = None if last is None else ago(last)
        pause = Pause(
            workspace_id=workspace_id, from_on=ago(first), until_on=until_on, created_at=clock.now()
        )
        session.add(pause)
        session.flush()
        return pause.public_id
