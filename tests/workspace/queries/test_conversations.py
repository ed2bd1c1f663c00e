"""Whom a typed name may mean, whom a form offers, and one conversation."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.queries.conversations import (
    CHOICES,
    conversation,
    names_to_choose,
    people_named,
)
from tests.support import notebooks
from tests.support.counting import queries_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_a_typed_name_means_everybody_of_that_name_and_nobody_elses() -> None:
    viewer = notebooks.notebook()
    ids = [notebooks.person(viewer, name) for name in ("Tomáš", "TOMAS", "Zeynep")]
    notebooks.person(notebooks.notebook("other@example.org", "Other"), "Jana")
    found = people_named(["tomas", "Zeynep", "Jana"], viewer=viewer)
    assert [(one.name, [p.public_id for p in one.people]) for one in found] == [
        ("tomas", ids[:2]),
        ("Zeynep", ids[2:]),
        ("Jana", []),
    ]


def test_the_last_spoken_with_are_offered_first_and_a_few_only() -> None:
    viewer = notebooks.notebook()
    quiet = [notebooks.person(viewer, f"Guest {number:02}") for number in range(CHOICES + 1)]
    notebooks.talked(viewer, quiet[0], 3)
    names = names_to_choose(viewer=viewer)
    assert len(names) == CHOICES
    assert "Guest 00" in names and "Guest 01" not in names
    assert "Guest 00" not in names_to_choose(viewer=viewer, but=quiet[0])


def test_one_conversation_is_its_owners_and_costs_the_same_for_many_people() -> None:
    viewer = notebooks.notebook()
    ids = [notebooks.person(viewer, f"Guest {number}") for number in range(9)]
    alone = notebooks.talked(viewer, ids[0], 1)
    together = notebooks.talked(viewer, ids[0], 1, beside=ids[1:])
    with queries_of() as few:
        assert len(conversation(alone, viewer=viewer).stored[1]) == 1
    with queries_of() as many:
        assert list(conversation(together, viewer=viewer).stored[1]) == ids
    assert len(few) == len(many) <= 5
    with pytest.raises(NotFound):
        conversation(alone, viewer=notebooks.notebook("other@example.org", "Other"))
