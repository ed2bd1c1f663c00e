"""The notebook of somebody who closes their account: shown to nobody at once, erased after the grace period."""

from sqlalchemy import delete, exists, select, update

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.workspaces import Workspace


def end_grants(workspace_id: int) -> None:
    """End what mentors may see of a notebook whose owner is closing their account; it does not begin again by itself.

    Somebody who restores the account at the same time keeps the grants, or has lost them before: their row is locked.
    """
    with transaction(viewer=SYSTEM) as session:
        owner = (
            select(User)
            .join(Workspace, Workspace.user_id == User.id)
            .where(Workspace.id == workspace_id)
            .with_for_update(read=True, of=User)
        )
        user = session.scalar(owner)
        if user is not None and user.closing_at is not None:
            open_ones = Grant.workspace_id == workspace_id, Grant.ended_at.is_(None)
            session.execute(update(Grant).where(*open_ones).values(ended_at=clock.now()))


def erase_notebook(workspace_id: int) -> None:
    """Everything in a notebook, and the notebook; nothing before its owner's grace period is over.

    Calling it again changes nothing.

    Whatever table carries a notebook's id is emptied of it, in the order that foreign keys allow: one that is added
    later cannot be forgotten here.
    """
    with transaction(viewer=SYSTEM) as session:
        is_over = exists().where(
            Workspace.id == workspace_id,
            User.id == Workspace.user_id,
            User.closing_at <= clock.now() - GRACE,
        )
        if not session.scalar(select(is_over)):
            return
        for table in reversed(Model.metadata.sorted_tables):
            if "workspace_id" in table.c:
                session.execute(delete(table).where(table.c.workspace_id == workspace_id))
        session.execute(delete(Workspace).where(Workspace.id == workspace_id))
