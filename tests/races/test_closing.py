"""Restoring an account at the moment in which the periodic task gives up its seat: kept or lost, never both."""

import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.actions import account_closing
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, asking_for
from tests.races.racing import offenders
from tests.support import factories
from tests.support.account_closing import close
from tests.support.applicants import states

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def seat(racing: Flask) -> tuple[int, int]:
    """(user, enrolment) of a seat whose owner has just closed their account."""
    with racing.app_context():
        user_id = factories.user("ada@example.org")
        enrolment_id, _ = factories.enrolled(factories.scene(seats=1), user_id)
        close(user_id)
        return user_id, enrolment_id


def _restore_while(app: Flask, user_id: int, act: Callable[[], object]) -> list[object]:
    """`act` begins before the restoring is committed; what it answered."""
    answers: list[object] = []

    def acting() -> None:
        with app.app_context(), asking_for(SYSTEM):
            answers.append(act())

    with app.app_context():
        thread = threading.Thread(target=acting)
        with transaction(viewer=USER(user_id)) as session:
            session.get_one(User, user_id, with_for_update=True).restore()
            session.flush()
            thread.start()
            for _ in range(100):
                if answers or session.scalar(text(WAITS)):
                    break
                time.sleep(0.02)
        thread.join(10)
    return answers


def test_without_the_lock_a_restored_account_loses_its_seat(
    racing: Flask, seat: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, enrolment_id = seat

    def unlocked(*_given: object) -> User | None:
        return db.session.scalar(select(User).where(User.id == user_id))

    monkeypatch.setattr(account_closing, "_closing", unlocked)
    assert _restore_while(racing, user_id, lambda: account_closing.give_up_place(enrolment_id)) == [
        True
    ]
    with racing.app_context():
        assert states(enrolment_id) == ["withdrawn"]


def test_who_restores_first_keeps_the_seat(racing: Flask, seat: tuple[int, int]) -> None:
    user_id, enrolment_id = seat
    assert _restore_while(racing, user_id, lambda: account_closing.give_up_place(enrolment_id)) == [
        False
    ]
    with racing.app_context():
        assert states(enrolment_id) == ["enrolled"]
    assert offenders(racing) == {}
