"""Each law of the notebook holds after ordinary use, and sees each breach that is planted."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.workspace import actions, invariants, queries
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.workspace import notebooks

Law = Callable[..., list[str]]
BREACHES: list[tuple[Law, str]] = [
    (
        invariants.every_persons_stage_is_their_last_change,
        "UPDATE person SET stage = 'trusted' WHERE name = 'Tomáš'",
    ),
    (
        invariants.every_persons_stage_is_their_last_change,
        "DELETE FROM stage_change WHERE person_id = (SELECT id FROM person WHERE name = 'Tomáš')",
    ),
    (
        invariants.every_stage_change_begins_where_the_last_one_ended,
        "INSERT INTO stage_change (workspace_id, person_id, from_stage, to_stage, reason,"
        " by_user_id, at) SELECT workspace_id, person_id, 'trusted', 'growing', '', by_user_id, at"
        " FROM stage_change WHERE to_stage = 'exploring'",
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
        invariants.every_favour_is_of_its_conversations_person,
        "UPDATE give SET person_id = (SELECT id FROM person WHERE name = 'Zeynep')",
    ),
    (
        invariants.no_conversation_lies_in_the_future,
        "UPDATE interaction SET on_date = '2999-01-01'",
    ),
    (
        invariants.every_grant_is_to_a_mentor_of_the_notebooks_owner,
        "UPDATE workspace SET user_id = (SELECT mentor_id FROM mentorship)",
    ),
    (
        invariants.every_look_was_the_granted_mentors,
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
    (
        invariants.no_closed_account_keeps_a_notebook,
        "UPDATE user_account SET closing_at = '2020-01-01'",
    ),
    (
        invariants.nobody_is_shown_a_closing_accounts_notebook,
        "UPDATE user_account SET closing_at = '2020-01-01'",
    ),
]


@pytest.fixture
def lived_in(in_app: Flask) -> None:
    """A notebook in which everything has happened once."""
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš", met_on=notebooks.today(), note="Table six")
    notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, tomas, 0, favour=actions.Favour(Direction.GAVE))
    actions.move_to_stage(tomas, Stage.EXPLORING, viewer=viewer)
    page = queries.person(tomas, viewer=viewer, now=clock.now())
    actions.move_follow_up(page.follow_ups[0].public_id, viewer=viewer, due_on=notebooks.ago(-7))
    actions.read_shared_people(_only("mentorship", "id"), viewer=notebooks.mentor())


def _only(table: str, column: str) -> Any:
    with transaction(viewer=SYSTEM) as session:
        return session.execute(text(f"SELECT {column} FROM {table}")).scalar_one()


def test_there_is_a_breach_for_every_law() -> None:
    assert {law for law, _breach in BREACHES} == set(invariants.INVARIANTS)


@pytest.mark.parametrize("law", invariants.INVARIANTS)
def test_ordinary_use_breaks_no_law(lived_in: None, law: Law) -> None:
    assert law(viewer=SYSTEM) == []


@pytest.mark.parametrize(("law", "breach"), BREACHES)
def test_a_planted_breach_is_seen(lived_in: None, law: Law, breach: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        assert session.execute(text(breach)).rowcount > 0  # type: ignore[attr-defined]
    assert law(viewer=SYSTEM) != []
