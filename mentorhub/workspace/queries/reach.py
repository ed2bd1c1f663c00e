"""People of a list by their ids, how they are reached and where they work: as many queries for any number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from mentorhub.workspace.models.details import PersonAffiliation, PersonDetail
from mentorhub.workspace.models.people import Person

_MANY: dict[str, Any] = {"contact_details": PersonDetail, "affiliations": PersonAffiliation}


def people_by_id(session: Session, ids: Sequence[int]) -> list[Person]:
    """These people with their occasions, in the order of their ids here."""
    asked = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.occasion))
    found = {person.id: person for person in session.scalars(asked)}
    return [found[row_id] for row_id in ids]


def load_reach(session: Session, people: Sequence[Person], *names: str) -> None:
    """Read `contact_details` and `affiliations` of all these people, or only those named: one query each."""
    ids = {person.id for person in people}
    for name in names or tuple(_MANY):
        table = _MANY[name]
        found: dict[int, list[Any]] = {row_id: [] for row_id in ids}
        for row in session.scalars(
            select(table).where(table.person_id.in_(ids)).order_by(table.position)
        ):
            found[row.person_id].append(row)
        for person in people:
            set_committed_value(person, name, found[person.id])
