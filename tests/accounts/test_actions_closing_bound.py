"""Nobody on whom somebody counts closes their account: held by the deed, whatever the page had said."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mentorhub.accounts import actions
from mentorhub.accounts.models import Membership
from mentorhub.accounts.rules import Role
from mentorhub.accounts.rules.closing import StillNeeded
from mentorhub.enrolment.invariants import closings
from mentorhub.enrolment.queries import closings as seats
from mentorhub.foundation import clock
from mentorhub.foundation.config import fitting
from mentorhub.foundation.database import SYSTEM, asking_for
from mentorhub.foundation.errors import Busy
from tests import scenes
from tests.closing import account, close, user

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def mo(in_app: object) -> scenes.Scene:
    """A practice with an owner, and a second owner who mentors Ada."""
    practice_id, _owner_id = scenes.practice()
    mentor_id = account("mo")
    actions.add_member(practice_id, user_id=mentor_id, role=Role.OWNER, viewer=SYSTEM)
    return scenes.program(practice_id, mentor_id)


def test_who_mentors_goes_on(mo: scenes.Scene) -> None:
    scenes.enrolled(mo, account("ada"))
    with pytest.raises(StillNeeded):
        close(mo.mentor_id)
    assert user(mo.mentor_id).closing_at is None


def test_who_is_named_by_a_programme_that_is_still_to_come_goes_on(mo: scenes.Scene) -> None:
    with pytest.raises(StillNeeded):
        close(mo.mentor_id)


def test_who_mentors_nobody_any_more_may_go(mo: scenes.Scene) -> None:
    assert seats.binds(mo.mentor_id)
    with clock.moved(dt.timedelta(days=200)):
        close(mo.mentor_id)
    assert user(mo.mentor_id).closing_at is not None


def test_unless_the_deed_asks_a_mentor_leaves_their_mentee(
    mo: scenes.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this file is about: without the question the law is broken, and the audit finds it."""
    scenes.enrolled(mo, account("ada"))
    monkeypatch.setattr("mentorhub.accounts.actions.closing.is_bound_above", lambda _user_id: False)
    close(mo.mentor_id)
    assert len(closings.nobody_who_closes_mentors_anybody(viewer=SYSTEM)) == 1


def test_every_room_that_counts_on_somebody_is_asked(mo: scenes.Scene) -> None:
    assert fitting("binders") == (seats.binds,)


def test_who_joins_a_practice_at_the_same_moment_is_asked_to_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its lock was not taken, so that its last other owner could leave unseen."""
    practice_id, _owner_id = scenes.practice()
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
