"""Each law of the notebook holds after ordinary use, and sees each breach, also one that the database would forbid."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.follow_ups import move_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.invariants import notebook as invariants
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks, rhythms
from tests.support.forbidden import plant_forbidden

Invariant = Callable[..., list[str]]
BREACHES: list[tuple[Invariant, str]] = [
    (
        invariants.every_persons_stage_is_their_last_change,
        "UPDATE person SET stage = 'lasting' WHERE name = 'Tomáš'",
    ),
    (
        invariants.every_persons_stage_is_their_last_change,
        "DELETE FROM stage_change WHERE person_id = (SELECT id FROM person WHERE name = 'Tomáš')",
    ),
    (
        invariants.every_stage_change_begins_where_the_last_one_ended,
        "INSERT INTO stage_change (workspace_id, person_id, from_stage, to_stage, reason,"
        " by_user_id, at) SELECT workspace_id, person_id, 'lasting', 'mutual', '', by_user_id, at"
        " FROM stage_change WHERE to_stage = 'getting_to_know'",
    ),
    (
        invariants.every_moved_follow_up_has_one_that_took_its_place,
        "UPDATE follow_up SET moved_from_id = NULL",
    ),
    (
        invariants.every_moved_follow_up_has_one_that_took_its_place,
        "UPDATE follow_up SET state = 'done' WHERE state = 'moved'",
    ),
    (
        invariants.every_grant_is_to_a_mentor_of_the_notebooks_owner,
        "UPDATE workspace SET user_id = (SELECT mentor_id FROM mentorship)",
    ),
    (
        invariants.every_access_was_the_granted_mentors,
        "INSERT INTO access_read (workspace_id, grant_id, reader_id, what, at)"
        " SELECT workspace_id, grant_id, (SELECT user_id FROM workspace), what, at"
        " FROM access_read",
    ),
    (
        invariants.everything_written_can_be_found,
        "UPDATE person SET name = 'Somebody else' WHERE name = 'Tomáš'",
    ),
    (
        invariants.everything_written_can_be_found,
        "UPDATE interaction SET note = 'Something else'",
    ),
    (invariants.every_tag_is_known_by_its_name, "UPDATE tag SET name = 'Another' WHERE number = 1"),
    (invariants.every_tag_is_known_by_its_name, "UPDATE tag SET search_key = '' WHERE number = 1"),
    (
        invariants.no_closed_account_keeps_a_notebook,
        "UPDATE user_account SET closing_at = '2020-01-01'",
    ),
    (
        invariants.nobody_is_shown_a_closing_accounts_notebook,
        "UPDATE user_account SET closing_at = '2020-01-01'",
    ),
    *(
        (
            invariants.no_stored_name_holds_what_nobody_sees,
            f"UPDATE {column.class_.__tablename__} SET {column.key} = 'Ines\u200b'"
            f" WHERE id = (SELECT min(id) FROM {column.class_.__tablename__})",
        )
        for column in invariants.no_stored_name_holds_what_nobody_sees.columns
    ),
]
FORBIDDEN: list[
    tuple[Invariant, str, tuple[str, ...]]
] = [  # with the constraints that stand in the way
    (
        invariants.every_tag_stands_for_people_of_its_notebook,
        "UPDATE person_tag SET workspace_id = workspace_id + 1",
        (
            "person_tag.fk_person_tag_workspace_id",
            "person_tag.fk_person_tag_workspace_id_person_id",
            "person_tag.fk_person_tag_workspace_id_tag_id",
        ),
    ),
    (
        invariants.every_favour_is_of_its_conversations_person,
        "UPDATE give SET person_id = (SELECT id FROM person WHERE name = 'Zeynep')",
        ("give.give_is_of_a_participant",),
    ),
    *(
        (
            invariants.every_form_that_made_something_is_known_by_its_words,
            f"UPDATE {table} SET form_key = 'k' || id",
            (f"{table}.{table}_form_key_iff_its_digest",),
        )
        for table in ("person", "interaction", "follow_up", "promise")
    ),
    (
        invariants.no_two_pauses_of_a_notebook_overlap,
        "UPDATE workspace_pause SET from_on = '2020-01-01'",
        ("workspace_pause.pauses_of_a_notebook_never_overlap",),
    ),
    (
        invariants.no_person_and_no_notebook_has_too_many_tags,
        "UPDATE person_tag SET number = number + 11,"
        " person_id = (SELECT id FROM person WHERE name = 'Tomáš')"
        " WHERE person_id = (SELECT id FROM person WHERE name = 'Zeynep')",
        ("person_tag.person_tag_person_bears_20_at_most",),
    ),
    (
        invariants.no_person_and_no_notebook_has_too_many_tags,
        "INSERT INTO tag (public_id, workspace_id, number, name, name_key, search_key, created_at,"
        " taken_off)"
        " SELECT 'x' || a.number || 'x' || b.number, a.workspace_id, 1000 * a.number + b.number,"
        " 'x' || a.number || 'x' || b.number, 'x' || a.number || 'x' || b.number, '', a.created_at, ''"
        " FROM tag a CROSS JOIN tag b",
        ("tag.tag_notebook_has_200_at_most",),
    ),
]


@pytest.fixture
def lived_in(in_app: Flask) -> None:
    """A notebook in which everything has happened once."""
    viewer = notebooks.notebook()
    tomas = notebooks.person(
        viewer, "Tomáš", met_on=notebooks.today(), note="Table six", occasion="The fair"
    )
    zeynep = notebooks.person(viewer, "Zeynep")
    notebooks.full(viewer)
    tag_person(tomas, [f"Tag {number}" for number in range(11)], viewer=viewer)
    tag_person(zeynep, [f"Word {number}" for number in range(11)], viewer=viewer)
    notebooks.talked(viewer, tomas, 0, favour=Favour(Direction.GAVE))
    move_to_stage(tomas, Stage.GETTING_TO_KNOW, viewer=viewer)
    for what in ("Write", "Call"):
        add_promise(tomas, viewer=viewer, what=what)
    page = person(tomas, viewer=viewer, now=clock.now())
    move_follow_up(page.follow_ups[0].public_id, viewer=viewer, due_on=notebooks.ago(-7))
    for first, last in ((90, 80), (60, 50)):
        rhythms.paused(viewer, first, last)
    read_shared_people(_only("mentorship", "id"), viewer=notebooks.mentor())


def _only(table: str, column: str) -> Any:
    with transaction(viewer=SYSTEM) as session:
        return session.execute(text(f"SELECT {column} FROM {table}")).scalar_one()


def test_there_is_a_breach_for_every_invariant() -> None:
    planted = {invariant for invariant, _breach in BREACHES} | {
        invariant for invariant, *_rest in FORBIDDEN
    }
    assert planted == set(invariants.INVARIANTS)


@pytest.mark.parametrize("invariant", invariants.INVARIANTS)
def test_ordinary_use_breaks_no_invariant(lived_in: None, invariant: Invariant) -> None:
    assert invariant(viewer=SYSTEM) == []


@pytest.mark.parametrize(("invariant", "breach"), BREACHES)
def test_a_planted_breach_is_seen(lived_in: None, invariant: Invariant, breach: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        assert session.execute(text(breach)).rowcount > 0  # type: ignore[attr-defined]
    assert invariant(viewer=SYSTEM) != []


@pytest.mark.parametrize(("invariant", "breach", "constraints"), FORBIDDEN)
def test_a_breach_is_forbidden_and_seen_where_it_is_not(
    lived_in: None,
    request: pytest.FixtureRequest,
    invariant: Invariant,
    breach: str,
    constraints: tuple[str, ...],
) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(text(breach))
    plant_forbidden(request, breach, *constraints)
    assert invariant(viewer=SYSTEM) != []
