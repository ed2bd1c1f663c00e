"""The sweeps of closed accounts' notebooks: one that fails does not stop the next."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database import SYSTEM, reading
from mentorhub.workspace import queries
from mentorhub.workspace.actions import closings
from mentorhub.workspace.models import Workspace
from mentorhub.workspace.sweeps import end_grants, erase_notebooks
from tests.closing import close, pass_grace
from tests.workspace import notebooks


@pytest.mark.parametrize(
    ("deed", "sweep"), [("erase_notebook", erase_notebooks), ("end_grants", end_grants)]
)
def test_one_that_fails_does_not_stop_the_next(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch, deed: str, sweep: Callable[[], int]
) -> None:
    amara, other = notebooks.notebook(), notebooks.notebook("bela@example.org", "Bela")
    for one in (amara, other):
        close(one.id or 0)
    pass_grace()
    act = getattr(closings, deed)
    with reading(viewer=SYSTEM) as session:
        broken = session.scalars(select(Workspace.id).order_by(Workspace.id)).first()

    def fails(workspace_id: int) -> None:
        if workspace_id == broken:
            raise RuntimeError("broken")
        act(workspace_id)

    with monkeypatch.context() as patch:
        patch.setattr(closings, deed, fails)
        assert sweep() == 1
    assert queries.has_workspace(viewer=amara)
    assert sweep() == 0
