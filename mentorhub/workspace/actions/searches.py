"""Searches kept under a name: saved, renamed, deleted."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.searches import (
    SAVED_MAX,
    SearchExists,
    TooManySearches,
    refuse_unkept,
)
from mentorhub.workspace.rules.tags import free_numbers
from mentorhub.workspace.rules.words import name_key


def save_search(name: str, asked: str, *, viewer: Viewer) -> str:
    """Keep the list that is asked for so (the query of its address) under this name; returns its public id.

    Raises `NotFound` without a notebook, and what is in `rules.searches.UNSAVED`.
    """
    refuse_unkept(asked)
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        _refuse_taken(session, workspace, name)
        taken = select(SavedSearch.number).where(SavedSearch.workspace_id == workspace.id)
        number = next(iter(free_numbers(session.scalars(taken).all(), most=SAVED_MAX)), None)
        if number is None:
            raise TooManySearches
        saved = SavedSearch(workspace_id=workspace.id, number=number, asked=asked)
        saved.name, saved.name_key, saved.created_at = name, name_key(name), clock.now()
        session.add(saved)
        session.flush()
        return saved.public_id


def rename_search(public_id: str, name: str, *, viewer: Viewer, seen: str) -> None:
    """Give it another name; `seen` is the version of the one that was read before.

    Raises `NotFound` for anybody else's, `SearchExists` for a name that is taken, `ChangedElsewhere`.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        saved = _own(session, workspace, public_id)
        refuse_overwriting(saved.name, name, seen=seen)
        _refuse_taken(session, workspace, name, but=saved)
        saved.name, saved.name_key = name, name_key(name)


def delete_search(public_id: str, *, viewer: Viewer) -> tuple[str, str]:
    """Forget it; returns its name and what it asked for, by which it can be saved again. Raises `NotFound`."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        saved = _own(session, workspace, public_id)
        said = saved.name, saved.asked
        session.delete(saved)
        return said


def _own(session: Session, workspace: Workspace, public_id: str) -> SavedSearch:
    mine = SavedSearch.workspace_id == workspace.id, SavedSearch.public_id == public_id
    found = session.scalars(select(SavedSearch).where(*mine)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _refuse_taken(
    session: Session, workspace: Workspace, name: str, *, but: SavedSearch | None = None
) -> None:
    same = SavedSearch.workspace_id == workspace.id, SavedSearch.name_key == name_key(name)
    other = session.scalars(select(SavedSearch).where(*same)).one_or_none()
    if other is not None and other is not but:
        raise SearchExists(other.name)
