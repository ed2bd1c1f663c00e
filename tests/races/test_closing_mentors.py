"""A mentor closes their account at the moment in which a programme that names them is published: one of both."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, text

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import AccountClosing, StillNeeded
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Cohort
from tests.races.racing import offenders
from tests.support import factories
from tests.support.account_closing import account, close

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def draft(racing: Flask) -> tuple[int, int]:
    """(mentor, cohort): a draft that names a mentor who is not its practice's owner."""
    with racing.app_context():
        practice_id, owner_id = factories.practice()
        mentor_id = account("mo")
        add_member(practice_id, user_id=mentor_id, role=Role.MENTOR, viewer=SYSTEM)
        scene = factories.program(practice_id, owner_id)
        with transaction(viewer=SYSTEM) as session:
            cohort = session.get_one(Cohort, scene.cohort_id)
            cohort.mentor_id, cohort.state = mentor_id, cohort.state.DRAFT
        return mentor_id, scene.cohort_id


def _while(app: Flask, held: Callable[[], object], act: Callable[[], object]) -> list[object]:
    """`act` begins before what `held` does is committed; what it raised."""
    raised: list[object] = []

    def acting() -> None:
        with app.app_context(), asking_for(SYSTEM):
            try:
                act()
                raised.append(None)
            except Exception as error:
                raised.append(type(error))

    with app.app_context():
        thread = threading.Thread(target=acting)
        with transaction(viewer=SYSTEM) as session:
            held()
            session.flush()
            thread.start()
            for _ in range(100):
                if raised or session.scalar(text(WAITS)):
                    break
                time.sleep(0.02)
        thread.join(10)
    return raised


def _publish(cohort_id: int) -> None:
    """As `publish_cohort` does at its end, in an open transaction."""
    cohort = db.session.get_one(Cohort, cohort_id)
    cohorts._refuse_leaving_mentor(db.session(), cohort.mentor_id)
    cohort.publish()


def _close(mentor_id: int) -> None:
    """As `close_account` does, in an open transaction."""
    db.session.get_one(User, mentor_id, with_for_update=True).close(clock.now())


def _closing(app: Flask, mentor_id: int) -> bool:
    with app.app_context():
        return db.session.scalar(select(User.closing_at).where(User.id == mentor_id)) is not None


def test_without_the_lock_a_programme_is_left_to_a_mentor_who_has_gone(
    racing: Flask, draft: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mentor_id, cohort_id = draft
    monkeypatch.setattr(cohorts, "_refuse_leaving_mentor", lambda *_given: None)
    assert _while(racing, lambda: _publish(cohort_id), lambda: close(mentor_id)) == [None]
    assert _closing(racing, mentor_id)
    with racing.app_context():
        assert db.session.get_one(Cohort, cohort_id).state == "published"


def test_whose_programme_is_published_first_goes_on(racing: Flask, draft: tuple[int, int]) -> None:
    mentor_id, cohort_id = draft
    assert _while(racing, lambda: _publish(cohort_id), lambda: close(mentor_id)) == [StillNeeded]
    assert not _closing(racing, mentor_id)
    assert offenders(racing) == {}


def test_who_closes_first_is_named_by_no_programme(racing: Flask, draft: tuple[int, int]) -> None:
    mentor_id, cohort_id = draft
    publish = partial(cohorts.publish_cohort, cohort_id, viewer=SYSTEM)
    assert _while(racing, lambda: _close(mentor_id), publish) == [AccountClosing]
    with racing.app_context():
        assert db.session.get_one(Cohort, cohort_id).state == "draft"
    assert offenders(racing) == {}
