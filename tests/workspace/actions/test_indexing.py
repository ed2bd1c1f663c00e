"""Notebooks that were there before the index are indexed some people at a time, also those in the bin."""

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions import indexing
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.search import notebooks_to_index
from mentorhub.workspace.rules.bin import Thing
from tests.support import notebooks, searching


@pytest.mark.database
def test_a_notebook_of_before_is_indexed_in_steps(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = notebooks.notebook()
    notebooks.full(viewer)
    delete_thing(Thing.PERSON, notebooks.person(viewer, "Gone"), viewer=viewer)
    before = searching.index()
    searching.forget_index()
    monkeypatch.setattr(indexing, "BATCH", 1)
    steps = 0
    while left := notebooks_to_index(viewer=SYSTEM):
        indexing.index_some(left[0][0])
        steps += 1
    assert steps == 3
    assert searching.index() == before != []
    indexing.index_some(notebooks.stored(Workspace)[0].id)
    notebooks.assert_in_order()
