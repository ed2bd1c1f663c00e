"""The figures beside Today count the notebook's own; how they read is held by the tests of Today."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries import figures
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks
from tests.support.notebooks import ago, today


@pytest.mark.database
def test_each_figure_is_of_one_notebook(in_app: Flask) -> None:
    amara, other = notebooks.notebook(), notebooks.notebook("other@example.org", "Other")
    for viewer in (amara, other):
        person_id = notebooks.person(viewer)
        notebooks.talked(viewer, person_id, 2, favour=Favour(Direction.GAVE))
        notebooks.talked(viewer, person_id, 400, is_two_way=True)
        notebooks.talked(viewer, person_id, 1, is_two_way=False)
    move_to_stage(person_id, Stage.MUTUAL, viewer=other)
    with reading(viewer=other) as session:
        mine = session.scalars(select(Workspace.id).where(Workspace.user_id == other.id)).one()
        assert figures.conversations(session, mine, today=today()) == {ago(2): 1}
        assert figures.given(session, mine) == {Direction.GAVE: 1}
        stages = figures.stages(session, mine, now=clock.now())
        assert (Stage.MUTUAL, 1, 1) in stages
        assert sum(people for _stage, people, _moved in stages) == 1
