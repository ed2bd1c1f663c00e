"""Saved searches are read by their owner alone."""

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.searches import save_search
from mentorhub.workspace.queries.searches import saved_searches
from tests.support import notebooks


def test_nobody_elses_are_read(in_app: Flask) -> None:
    save_search("Mine", "q=mine", viewer=notebooks.notebook())
    assert saved_searches(viewer=notebooks.notebook("other@example.org", "Other")) == []
    with pytest.raises(NotFound):
        saved_searches(viewer=PUBLIC)
