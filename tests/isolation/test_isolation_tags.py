"""PostgreSQL shows tags to nobody but their owner: a mentor who may read the notebook reads no row of them."""

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from tests.isolation.tables import OWNERS
from tests.isolation.test_isolation_rows import lived_in, seen
from tests.isolation.two_practices import Install
from tests.races.conftest import racing

__all__ = ["lived_in", "racing"]


def test_a_mentor_reads_and_writes_no_tag_whatever_is_shared(lived_in: Install) -> None:
    mentor = USER(lived_in.here.mentor_id)
    assert seen(mentor, Person) == {"person": 4}
    assert set(seen(mentor, *OWNERS).values()) == {0}
    row = {
        "public_id": "x",
        "workspace_id": lived_in.here.workspace_id,
        "number": 9,
        "name": "Mine",
        "name_key": "mine",
        "search_key": "mine",
        "created_at": clock.now(),
    }
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(viewer=mentor) as session,
    ):
        session.execute(insert(Tag).values(**row))


def test_a_tag_cannot_be_put_on_anothers_person_even_by_a_query_that_tries(
    lived_in: Install,
) -> None:
    """The composite foreign key: a row says whose notebook it is in, and both its ends must be there."""
    mentee = USER(lived_in.there.mentee_id)
    with transaction(viewer=SYSTEM) as session:
        theirs = session.scalars(
            select(Person.id).where(Person.workspace_id == lived_in.here.workspace_id)
        ).first()
    with pytest.raises(IntegrityError), transaction(viewer=mentee) as session:
        session.execute(
            update(PersonTag)
            .where(PersonTag.workspace_id == lived_in.there.workspace_id)
            .values(person_id=theirs)
        )
