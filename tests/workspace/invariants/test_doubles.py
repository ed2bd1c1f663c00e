"""Each law of doubles and merges holds after ordinary use, and sees each breach, also one the database would forbid."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace import periodic
from mentorhub.workspace.invariants import doubles as invariants
from tests.support import merging, notebooks
from tests.support.forbidden import plant_forbidden

Invariant = Callable[..., list[str]]
MERGED = "(SELECT merged_id FROM person_merge)"
BREACHES: list[tuple[Invariant, str]] = [
    (
        invariants.nothing_is_left_with_somebody_merged,
        "UPDATE person_merge SET merged_id = (SELECT id FROM person WHERE name = 'Zeynep')",
    ),
    (
        invariants.nothing_is_left_with_somebody_merged,
        f"UPDATE participant SET deleted_at = NULL WHERE person_id = {MERGED}",
    ),
    (
        invariants.whoever_is_merged_is_hidden_since_then,
        f"UPDATE person SET deleted_at = NULL WHERE id = {MERGED}",
    ),
]
FORBIDDEN: list[tuple[Invariant, str, tuple[str, ...]]] = [
    (
        invariants.every_merge_is_of_two_people_of_one_notebook,
        "UPDATE person_merge SET kept_id = merged_id",
        ("person_merge.person_merge_into_another",),
    ),
    (
        invariants.every_merge_is_of_two_people_of_one_notebook,
        "UPDATE person_merge SET kept_id = 99999",
        ("person_merge.fk_person_merge_workspace_id_kept_id",),
    ),
    (
        invariants.every_pair_is_ordered_and_of_one_notebook,
        "UPDATE person_pair SET one_id = other_id, other_id = one_id",
        ("person_pair.person_pair_the_lower_id_is_first",),
    ),
    (
        invariants.every_pair_is_ordered_and_of_one_notebook,
        "UPDATE person_pair SET workspace_id = (SELECT max(id) FROM workspace)",
        (
            "person_pair.fk_person_pair_workspace_id_one_id",
            "person_pair.fk_person_pair_workspace_id_other_id",
        ),
    ),
]
pytestmark = pytest.mark.database


def lived_in() -> None:
    """A merge of two who were in one conversation, and a pair that was found; another notebook beside it."""
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    periodic.find_doubles()
    merging.merge(viewer, jana, double)
    notebooks.notebook("other@example.org", "Other")


@pytest.mark.parametrize(("law", "breach"), BREACHES)
def test_a_breach_is_found(in_app: Flask, law: Invariant, breach: str) -> None:
    lived_in()
    assert law(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.execute(text(breach))
    assert law(viewer=SYSTEM) != []


@pytest.mark.parametrize(("law", "breach", "constraints"), FORBIDDEN)
def test_a_breach_that_the_database_forbids_is_found_all_the_same(
    in_app: Flask,
    request: pytest.FixtureRequest,
    law: Invariant,
    breach: str,
    constraints: tuple[str, ...],
) -> None:
    lived_in()
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(text(breach))
    plant_forbidden(request, breach, *constraints)
    assert law(viewer=SYSTEM) != []
