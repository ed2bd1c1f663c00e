"""Another role, an end: by an owner alone, and never the last owner's."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.actions.members import change_role, end_membership
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import LastOwner, Role
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.support import factories


def _membership(user_id: int) -> str:
    with reading(viewer=SYSTEM) as session:
        found = select(Membership.public_id).where(Membership.user_id == user_id)
        return session.scalars(found).one()


def _roles() -> dict[int, Role]:
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        return dict(session.execute(select(Membership.user_id, Membership.role)).all())


def _joined(practice_id: int, email: str, role: Role) -> int:
    user_id = factories.user(email)
    add_member(practice_id, user_id=user_id, role=role, viewer=SYSTEM)
    return user_id


def test_an_owner_changes_roles_and_ends_memberships(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    mentor_id = _joined(practice_id, "mentor@example.org", Role.MENTOR)
    owner = USER(owner_id)
    change_role(_membership(mentor_id), role=Role.ASSISTANT, viewer=owner)
    assert _roles() == {owner_id: Role.OWNER, mentor_id: Role.ASSISTANT}
    assert end_membership(_membership(mentor_id), viewer=owner) is False
    assert _roles() == {owner_id: Role.OWNER}


def test_the_last_owner_can_neither_leave_nor_become_anything_else(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    other_id = _joined(practice_id, "mentor@example.org", Role.MENTOR)
    owner, own = USER(owner_id), _membership(owner_id)
    change_role(own, role=Role.OWNER, viewer=owner)
    with pytest.raises(LastOwner):
        end_membership(own, viewer=owner)
    with pytest.raises(LastOwner):
        change_role(own, role=Role.MENTOR, viewer=owner)
    change_role(_membership(other_id), role=Role.OWNER, viewer=owner)
    assert end_membership(own, viewer=owner) is True
    assert _roles() == {other_id: Role.OWNER}


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ASSISTANT])
def test_nobody_but_an_owner_of_that_practice_does_it(in_app: Flask, role: Role) -> None:
    practice_id, owner_id = factories.practice()
    _practice, rival_id = factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    member_id = _joined(practice_id, "member@example.org", role)
    before = _roles()
    for viewer in (USER(member_id), USER(rival_id), USER(factories.user("x@example.org")), PUBLIC):
        for membership in (_membership(owner_id), _membership(member_id), "nobody"):
            with pytest.raises(NotFound):
                change_role(membership, role=Role.OWNER, viewer=viewer)
            with pytest.raises(NotFound):
                end_membership(membership, viewer=viewer)
    assert _roles() == before


def test_two_owners_who_end_each_other_at_once_leave_one(app: Flask) -> None:
    with app.app_context():
        practice_id, first_id = factories.practice()
        second_id = _joined(practice_id, "second@example.org", Role.OWNER)
        first, second = _membership(first_id), _membership(second_id)
    start, ends = threading.Barrier(2), []

    def end(membership: str, viewer: Viewer, action: Callable[..., bool]) -> None:
        with app.app_context():
            start.wait()
            try:
                action(membership, viewer=viewer)
            except (NotFound, LastOwner) as refusal:
                ends.append(type(refusal))
            db.session.remove()

    threads = [
        threading.Thread(target=end, args=(second, USER(first_id), end_membership)),
        threading.Thread(target=end, args=(first, USER(second_id), end_membership)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert list(_roles().values()) == [Role.OWNER]
    assert ends == [NotFound]
