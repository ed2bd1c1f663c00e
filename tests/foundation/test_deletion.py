"""A deleted row is found by nobody who does not ask for deleted ones, whatever way the query goes."""

import pytest
from flask import Flask
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Occasion, Person
from tests.support import notebooks

WAYS = {
    "an object": select(Person),
    "a column": select(Person.name),
    "a count": select(Person.id).where(select(func.count(Person.id)).scalar_subquery() > 0),
    "a join": select(Occasion.id).join(Person, Person.occasion_id == Occasion.id),
    "a condition": select(Occasion.id).where(exists().where(Person.occasion_id == Occasion.id)),
    "a subquery": select(Occasion.id).where(Occasion.id.in_(select(Person.occasion_id))),
    "a relationship": select(FollowUp.id).join(FollowUp.person),
}


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    viewer = notebooks.notebook()
    notebooks.person(viewer, occasion="Fair", met_on=notebooks.today())
    return viewer


def count(viewer: Viewer, asked: Select[int]) -> int:
    with reading(viewer=viewer) as session:
        return len(session.execute(asked).all())


@pytest.mark.database
@pytest.mark.parametrize("way", WAYS)
def test_a_deleted_row_is_not_found_by(amara: Viewer, way: str) -> None:
    asked: Select[int] = WAYS[way]  # type: ignore[assignment]
    assert count(amara, asked) == 1
    with transaction(viewer=amara) as session:
        session.scalars(select(Person)).one().deleted_at = clock.now()
    assert count(amara, asked) == 0
    assert count(amara, asked.execution_options(**WITH_DELETED)) == 1


def test_a_relationship_to_a_deleted_row_is_empty(amara: Viewer) -> None:
    with transaction(viewer=amara) as session:
        session.scalars(select(Occasion)).one().deleted_at = clock.now()
    with reading(viewer=amara) as session:
        session.expunge_all()
        eager = select(Person).options(joinedload(Person.occasion))
        assert session.scalars(eager).one().occasion is None
