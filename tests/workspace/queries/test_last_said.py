"""What was last said: the latest note, its own before the common one, and one query for anybody."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.history import Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.last_said import LINE_MAX, Said, last_said
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago

pytestmark = pytest.mark.database


def said(viewer: Viewer) -> dict[str, Said]:
    with reading(viewer=viewer) as session:
        people = {person.id: person.name for person in session.scalars(select(Person))}
        with queries_of() as asked:
            found = last_said(session, list(people))
        assert len(asked) == 1
        return {people[row_id]: one for row_id, one in found.items()}


@pytest.mark.wish(10)
def test_the_first_line_of_the_latest_note_is_what_was_said(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    tomas, ada = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Ada")
    notebooks.person(viewer, "Nobody yet")
    notebooks.talked(viewer, tomas, 9, note="Long ago")
    notebooks.talked(viewer, tomas, 3, note="\n  His daughter starts school  \nAnd the roof")
    notebooks.talked(viewer, tomas, 1)
    notebooks.talked(viewer, ada, 2, note="First")
    notebooks.talked(viewer, ada, 2, note="Then " + "x" * 200)
    found = said(viewer)
    assert found == {
        "Tomáš": Said(ago(3), "His daughter starts school"),
        "Ada": Said(ago(2), "Then " + "x" * (LINE_MAX - 6) + "…"),
    }


def test_the_note_about_one_comes_before_that_of_all(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.talked(viewer, notebooks.person(viewer, "Tomáš"), 3, note="All of us at the fair")
    with transaction(viewer=viewer) as session:
        session.execute(update(Participant).values(note="He sold the mill"))
    assert said(viewer)["Tomáš"].line == "He sold the mill"


def test_of_nobody_nothing_was_said(in_app: Flask) -> None:
    with reading(viewer=notebooks.notebook()) as session:
        assert last_said(session, []) == {}
