"""Saved searches: fifty at most, each name once, by their owner alone."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.actions import searches
from mentorhub.workspace.actions.searches import delete_search, rename_search, save_search
from mentorhub.workspace.queries.searches import saved_search, saved_searches
from mentorhub.workspace.rules.searches import SearchExists, TooManySearches
from tests.support import notebooks

pytestmark = pytest.mark.database


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """A mentee with an open notebook."""
    return notebooks.notebook()


def names(viewer: Viewer) -> list[str]:
    return [saved.name for saved in saved_searches(viewer=viewer)]


def test_a_search_is_saved_renamed_and_deleted(viewer: Viewer) -> None:
    millers = save_search("Millers", "q=mill", viewer=viewer)
    save_search("Árni", "tier=close", viewer=viewer)
    assert names(viewer) == ["Árni", "Millers"]
    rename_search(millers, "People of the mill", viewer=viewer, seen=version_of("Millers"))
    with pytest.raises(ChangedElsewhere):
        rename_search(millers, "Mill", viewer=viewer, seen=version_of("Millers"))
    assert saved_search(millers, viewer=viewer).asked == "q=mill"
    assert delete_search(millers, viewer=viewer) == ("People of the mill", "q=mill")
    assert names(viewer) == ["Árni"]


def test_a_name_is_there_once_in_a_notebook(viewer: Viewer) -> None:
    millers = save_search("Millers", "q=mill", viewer=viewer)
    other = save_search("Bakers", "q=bread", viewer=viewer)
    with pytest.raises(SearchExists) as refusal:
        save_search("MÍLLERS", "q=other", viewer=viewer)
    assert refusal.value.name == "Millers"
    with pytest.raises(SearchExists):
        rename_search(other, "millers", viewer=viewer, seen=version_of("Bakers"))
    rename_search(millers, "MILLERS", viewer=viewer, seen=version_of("Millers"))
    another = notebooks.notebook("other@example.org", "Other")
    save_search("Millers", "q=mill", viewer=another)


def test_there_are_so_many_at_most(viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "SAVED_MAX", 2)
    first = save_search("One", "q=one", viewer=viewer)
    save_search("Two", "q=two", viewer=viewer)
    with pytest.raises(TooManySearches):
        save_search("Three", "q=three", viewer=viewer)
    delete_search(first, viewer=viewer)
    save_search("Three", "q=three", viewer=viewer)
    assert names(viewer) == ["Three", "Two"]


def test_the_database_knows_the_limit(viewer: Viewer) -> None:
    save_search("One", "q=one", viewer=viewer)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(text("UPDATE saved_search SET number = 51"))


def test_anothers_is_not_found(viewer: Viewer) -> None:
    mine = save_search("Mine", "q=mine", viewer=viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for act in (
        lambda: saved_search(mine, viewer=other),
        lambda: rename_search(mine, "Theirs", viewer=other, seen=version_of("Mine")),
        lambda: delete_search(mine, viewer=other),
    ):
        with pytest.raises(NotFound):
            act()
    assert names(viewer) == ["Mine"]
