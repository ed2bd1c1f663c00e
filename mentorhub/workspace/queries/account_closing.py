"""Notebooks of people who close their account: what was shared, whose are due to be erased."""

import datetime as dt

from sqlalchemy import exists, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.notebook import has_workspace


def was_shared(*, viewer: Viewer) -> bool:
    """Whether any mentor was ever shown something of the viewer's notebook, if only numbers."""
    asked = exists().where(Grant.workspace_id == Workspace.id, Workspace.user_id == viewer.id)
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(asked)))


def grants_to_end(*, viewer: Viewer, limit: int) -> list[int]:
    """Notebooks of people who are closing their account, of which something is still granted."""
    granted = exists().where(Grant.workspace_id == Workspace.id, Grant.ended_at.is_(None))
    due = (
        select(Workspace.id)
        .join(User, User.id == Workspace.user_id)
        .where(User.closing_at.is_not(None), granted)
        .order_by(Workspace.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def due_notebooks(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Notebooks whose owner's grace period is over, the oldest first."""
    due = (
        select(Workspace.id)
        .join(User, User.id == Workspace.user_id)
        .where(User.closing_at <= now - GRACE)
        .order_by(Workspace.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def holds_data(user_id: int) -> bool:
    """Whether a notebook of this user is still here, so that their row cannot be erased yet."""
    with reading(viewer=SYSTEM):
        return has_workspace(viewer=USER(user_id))
