"""One pause is its owner's alone, and all of them come the latest first."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.pauses import pause, pauses_of
from tests.support import notebooks, rhythms


@pytest.mark.database
def test_a_pause_is_its_owners_alone(in_app: Flask) -> None:
    viewer, other = notebooks.notebook(), notebooks.notebook("other@example.org", "Other")
    early, late = rhythms.paused(viewer, 30, 20), rhythms.paused(viewer, 9, None)
    assert pause(early, viewer=viewer).public_id == early
    with pytest.raises(NotFound):
        pause(early, viewer=other)
    with reading(viewer=viewer) as session:
        mine = session.scalars(select(Workspace.id).where(Workspace.user_id == viewer.id)).one()
        assert [one.public_id for one in pauses_of(session, mine)] == [late, early]
