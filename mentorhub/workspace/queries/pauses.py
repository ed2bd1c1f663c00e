"""The pauses of the viewer's notebook: one, or all of them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.workspaces import Pause
from mentorhub.workspace.queries.notebook import own_workspace


def pause(public_id: str, *, viewer: Viewer) -> Pause:
    """One pause of the viewer's; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        return own_pause(session, public_id, workspace_id=workspace.id)


def pauses_of(session: Session, workspace_id: int) -> Sequence[Pause]:
    """All pauses of a notebook, the latest first."""
    asked = select(Pause).where(Pause.workspace_id == workspace_id)
    return session.scalars(asked.order_by(Pause.from_on.desc())).all()


def own_pause(session: Session, public_id: str, *, workspace_id: int) -> Pause:
    """A pause of this notebook; raises `NotFound` for anybody else's."""
    found = session.scalars(
        select(Pause).where(Pause.workspace_id == workspace_id, Pause.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
