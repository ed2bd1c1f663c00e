"""A practice has an owner: the database itself refuses to end, move or lower the last one's membership."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.invariants import practices
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories
from tests.support.inviting import roles

Statement = Callable[[int], Any]
ENDS: dict[str, Statement] = {
    "an end": lambda user_id: delete(Membership).where(Membership.user_id == user_id),
    "another role": lambda user_id: (
        update(Membership).where(Membership.user_id == user_id).values(role=Role.MENTOR)
    ),
    "another practice": lambda user_id: (
        update(Membership).where(Membership.user_id == user_id).values(practice_id=_elsewhere())
    ),
}


def _elsewhere() -> Any:
    return (
        Practice.__table__.select()
        .with_only_columns(Practice.id)
        .where(Practice.name == "Elsewhere")
        .scalar_subquery()
    )


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _second_owner(practice_id: int) -> int:
    user_id = factories.user("second@example.org")
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Membership(
                practice_id=practice_id, user_id=user_id, role=Role.OWNER, created_at=clock.now()
            )
        )
    return user_id


@pytest.mark.parametrize("name", ENDS)
def test_the_database_keeps_the_last_owner(in_app: Flask, name: str) -> None:
    practice_id, owner_id = factories.practice()
    factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    before = roles()
    who = SYSTEM if name == "another practice" else USER(owner_id)  # whom its rows refuse first
    with pytest.raises(IntegrityError), transaction(viewer=who) as session:
        session.execute(ENDS[name](owner_id))
    assert roles() == before
    _second_owner(practice_id)
    with transaction(viewer=who) as session:
        session.execute(ENDS[name](owner_id))
    assert roles() != before


def test_what_leaves_an_owner_is_nobodys_concern(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Membership).values(role=Role.OWNER))
        session.execute(update(Practice).values(name="Renamed"))
    other_id = _second_owner(practice_id)
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(Membership).where(Membership.user_id == other_id).values(role=Role.ASSISTANT)
        )
        session.execute(delete(Membership).where(Membership.user_id == other_id))
    assert roles() == {owner_id: Role.OWNER}


def test_a_practice_begins_with_an_owner(in_app: Flask) -> None:
    """SQLite asks after each statement, when a new practice cannot have one yet: there the invariant finds it."""
    made = Practice(name="Nobody's", slug="nobodys", email="a@example.org", created_at=clock.now())
    is_refused = nullcontext() if _is_sqlite() else pytest.raises(IntegrityError)
    with is_refused, transaction(viewer=SYSTEM) as session:
        session.add(made)
    assert len(practices.every_practice_has_an_owner(viewer=SYSTEM)) == _is_sqlite()


def test_ownership_changes_hands_in_one_transaction_where_it_is_asked_at_its_end(
    in_app: Flask,
) -> None:
    practice_id, owner_id = factories.practice()
    other_id = _second_owner(practice_id)
    is_refused = pytest.raises(IntegrityError) if _is_sqlite() else nullcontext()
    with is_refused, transaction(viewer=USER(other_id)) as session:
        session.execute(ENDS["another role"](other_id))
        session.execute(ENDS["an end"](owner_id))
        session.execute(text("UPDATE membership SET role = 'owner'"))
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        asked = session.scalar(text("SELECT current_setting('app.viewer')"))
        assert asked == f"user:{other_id}"  # whom the function asked for ends with it
    assert roles()[other_id] == Role.OWNER


def test_two_owners_who_end_each_other_past_the_rules_leave_one(app: Flask) -> None:
    with app.app_context():
        practice_id, first_id = factories.practice()
        second_id = _second_owner(practice_id)
    start, refused = threading.Barrier(2), []

    def end(user_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction(viewer=SYSTEM) as session:
                    session.execute(ENDS["an end"](user_id))
            except IntegrityError:
                refused.append(user_id)
            db.session.remove()

    threads = [threading.Thread(target=end, args=(one,)) for one in (first_id, second_id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert list(roles()) == refused
