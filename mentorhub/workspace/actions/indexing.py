"""Indexing notebooks that were there before the index, some hundred people at a time."""

from sqlalchemy import select

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.models.indexing import BATCH, index_people
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.indexing import Field


def index_some(workspace_id: int) -> None:
    """The next people of this notebook, or its end; nothing where all are indexed."""
    with transaction(viewer=SYSTEM) as session:
        locked = select(Workspace).where(Workspace.id == workspace_id)
        workspace = session.scalars(locked.with_for_update(key_share=True)).one_or_none()
        if workspace is None or workspace.indexed_to is None:
            return
        asked = (
            select(Person.id)
            .where(Person.workspace_id == workspace_id, Person.id > workspace.indexed_to)
            .order_by(Person.id)
            .limit(BATCH)
        )
        ids = session.scalars(asked.execution_options(**WITH_DELETED)).all()
        index_people(session, workspace_id, {person_id: set(Field) for person_id in ids})
        workspace.indexed_to = ids[-1] if ids else None
