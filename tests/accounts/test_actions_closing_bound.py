"""An account that is still needed is not closed: the action refuses, whatever the page had shown."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.closing import StillNeeded
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.invariants import seats as seats_invariants
from mentorhub.enrolment.queries import account_closing as seats
from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.foundation.errors import Busy
from tests.support import factories
from tests.support.account_closing import account, close, user

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def mo(in_app: object) -> factories.Scene:
    """A practice with an owner, and a second owner who mentors Ada."""
    practice_id, _owner_id = factories.practice()
    mentor_id = account("mo")
    add_member(practice_id, user_id=mentor_id, role=Role.OWNER, viewer=SYSTEM)
    return factories.program(practice_id, mentor_id)


def test_who_mentors_goes_on(mo: factories.Scene) -> None:
    factories.enrolled(mo, account("ada"))
    with pytest.raises(StillNeeded):
        close(mo.mentor_id)
    assert user(mo.mentor_id).closing_at is None


def test_who_is_named_by_a_programme_that_is_still_to_come_goes_on(mo: factories.Scene) -> None:
    with pytest.raises(StillNeeded):
        close(mo.mentor_id)


def test_who_mentors_nobody_any_more_may_go(mo: factories.Scene) -> None:
    assert seats.blocks_closure(mo.mentor_id)
    with clock.moved(dt.timedelta(days=200)):
        close(mo.mentor_id)
    assert user(mo.mentor_id).closing_at is not None


def test_unless_the_action_asks_a_mentor_leaves_their_mentee(
    mo: factories.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this file is about: without the check the invariant is broken, and the audit finds it."""
    factories.enrolled(mo, account("ada"))
    monkeypatch.setattr(
        "mentorhub.accounts.actions.closing.is_blocked_above", lambda _user_id: False
    )
    close(mo.mentor_id)
    assert len(seats_invariants.nobody_who_closes_mentors_anybody(viewer=SYSTEM)) == 1


def test_every_package_that_counts_on_somebody_is_asked(mo: factories.Scene) -> None:
    assert extension("binders") == (seats.blocks_closure,)


def test_who_joins_a_practice_at_the_same_moment_is_asked_to_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its lock was not taken, so that its last other owner could leave unnoticed."""
    practice_id, _owner_id = factories.practice()
    ada, get_one = account("ada"), Session.get_one

    def joined_first(session: Session, *given: Any, **named: Any) -> Any:
        made = {"practice_id": practice_id, "user_id": ada, "role": Role.OWNER}
        session.add(Membership(**made, created_at=clock.now()))
        with asking_for(SYSTEM):
            session.flush()
        return get_one(session, *given, **named)

    with monkeypatch.context() as patch, pytest.raises(Busy):
        patch.setattr(Session, "get_one", joined_first)
        close(ada)
    assert user(ada).closing_at is None
