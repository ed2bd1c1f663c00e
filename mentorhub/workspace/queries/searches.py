"""The viewer's saved searches."""

from collections.abc import Sequence

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.queries.notebook import own_workspace


def saved_searches(*, viewer: Viewer) -> Sequence[SavedSearch]:
    """All of them, by name. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        mine = SavedSearch.workspace_id == own_workspace(session, viewer=viewer).id
        found = session.scalars(select(SavedSearch).where(mine)).all()
        return sorted(found, key=lambda saved: (saved.name_key, saved.number))


def saved_search(public_id: str, *, viewer: Viewer) -> SavedSearch:
    """One of the viewer's; raises `NotFound` for anybody else's."""
    for saved in saved_searches(viewer=viewer):
        if saved.public_id == public_id:
            return saved
    raise NotFound
