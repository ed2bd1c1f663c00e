"""How to reach people of a list is read by as many queries for one as for many."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.reach import load_reach, people_by_id
from tests.support import notebooks
from tests.support.counting import queries_of


@pytest.mark.database
def test_the_first_of_each_is_the_one_to_use(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.full(viewer)
    notebooks.person(viewer, "Bo")
    with reading(viewer=viewer) as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        with queries_of() as asked:
            load_reach(session, people)
            petra, bo = people
            assert (petra.email, petra.phone, petra.company) == (
                "petra@example.org",
                "+420 224 000 001",
                "Dřevo",
            )
            assert (bo.email, bo.phone, bo.company) == ("", "", "")
    assert len(asked) == 2


def test_nobody_costs_as_much_as_many(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    with reading(viewer=viewer) as session, queries_of() as asked:
        load_reach(session, [])
    assert len(asked) == 2


@pytest.mark.database
def test_people_come_in_the_order_of_their_ids_with_one_query(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for name in "ABC":
        notebooks.person(viewer, name, occasion="The fair")
    with reading(viewer=viewer) as session:
        a, b, c = session.scalars(select(Person.id).order_by(Person.id)).all()
        with queries_of() as asked:
            found = people_by_id(session, [c, a, b])
            assert [(one.name, one.occasion and one.occasion.name) for one in found] == [
                (name, "The fair") for name in "CAB"
            ]
        assert len(asked) == 1
        assert people_by_id(session, []) == []
