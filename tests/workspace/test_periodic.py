"""The periodic tasks of closed accounts' notebooks: one that fails does not stop the next."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions import account_closing
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.periodic import end_grants, erase_notebooks
from mentorhub.workspace.queries.notebook import has_workspace
from tests.support import notebooks
from tests.support.account_closing import close, pass_grace


@pytest.mark.parametrize(
    ("action", "task"), [("erase_notebook", erase_notebooks), ("end_grants", end_grants)]
)
def test_one_that_fails_does_not_stop_the_next(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch, action: str, task: Callable[[], int]
) -> None:
    amara, other = notebooks.notebook(), notebooks.notebook("bela@example.org", "Bela")
    for one in (amara, other):
        close(one.id or 0)
    pass_grace()
    act = getattr(account_closing, action)
    with reading(viewer=SYSTEM) as session:
        broken = session.scalars(select(Workspace.id).order_by(Workspace.id)).first()

    def fails(workspace_id: int) -> None:
        if workspace_id == broken:
            raise RuntimeError("broken")
        act(workspace_id)

    with monkeypatch.context() as patch:
        patch.setattr(account_closing, action, fails)
        assert task() == 1
    assert has_workspace(viewer=amara)
    assert task() == 0
