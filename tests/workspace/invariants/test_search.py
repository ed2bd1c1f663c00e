"""The index is held against what is written: a posting that is missing or too much is seen, and so is a stray word."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.invariants import search
from tests.support import notebooks

pytestmark = pytest.mark.database
Invariant = Callable[..., list[str]]
ONE = "(SELECT id FROM person WHERE name = 'Petra Nováková')"
BREACHES: list[tuple[Invariant, str]] = [
    (
        search.every_person_is_found_by_exactly_what_is_written,
        f"DELETE FROM search_posting WHERE word = 'novakova' AND person_id = {ONE}",
    ),
    (
        search.every_person_is_found_by_exactly_what_is_written,
        "INSERT INTO search_posting (workspace_id, word, person_id, field)"
        " SELECT workspace_id, 'novakova', id, 20 FROM person WHERE name = 'Petra Nováková'",
    ),
    (
        search.every_person_is_found_by_exactly_what_is_written,
        "UPDATE interaction SET search_key = 'unsaid'",
    ),
    (search.every_word_of_the_index_is_somebodys, "DELETE FROM search_word WHERE word = 'choir'"),
    (search.every_word_of_the_index_is_somebodys, "UPDATE search_word SET backwards = 'x'"),
    (
        search.every_word_of_the_index_is_somebodys,
        "INSERT INTO search_word (workspace_id, word, backwards)"
        " SELECT id, 'gone', 'enog' FROM workspace",
    ),
]


@pytest.mark.parametrize(("invariant", "breach"), BREACHES)
def test_a_breach_is_seen(in_app: Flask, invariant: Invariant, breach: str) -> None:
    viewer = notebooks.notebook()
    petra = notebooks.full(viewer)
    notebooks.talked(viewer, petra, 3, note="Walnut")
    notebooks.assert_in_order()
    with transaction(viewer=SYSTEM) as session:
        session.execute(text(breach))
    assert len(invariant(viewer=SYSTEM)) == 1


def test_a_notebook_of_before_is_compared_as_far_as_it_is_indexed(in_app: Flask) -> None:
    notebooks.full(notebooks.notebook())
    with transaction(viewer=SYSTEM) as session:
        session.execute(text("DELETE FROM search_posting"))
        session.execute(text("UPDATE workspace SET indexed_to = 0"))
    law = search.every_person_is_found_by_exactly_what_is_written
    assert law(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.execute(text("UPDATE workspace SET indexed_to = NULL"))
    assert len(law(viewer=SYSTEM)) == 1
