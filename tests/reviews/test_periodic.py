"""The periodic task of closed accounts' weeks, and the whole install's: top layer first, the account last."""

import pytest
from flask import Flask

from mentorhub.reviews.actions import account_closing as actions
from mentorhub.reviews.periodic import erase_weeks
from mentorhub.reviews.queries import account_closing
from tests.support import courses
from tests.support.account_closing import (
    close_and_run_tasks,
    erase,
    pass_grace,
    user,
)
from tests.support.applicants import assert_in_order
from tests.support.courses import Course


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """A mentee with a reviewed check-in, and one that waits."""
    found = courses.course()
    courses.answered(found, week=2)
    courses.sent(found, week=3)
    return found


def test_one_that_fails_does_not_stop_the_next(
    amara: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = courses.another(amara, "bela@example.org", "Bela")
    courses.begun(other, week=3)
    for one in (amara, other):
        close_and_run_tasks(one.mentee_id)
    pass_grace()
    erase_one = actions.erase_weeks

    def fails(user_id: int) -> None:
        if user_id == amara.mentee_id:
            raise RuntimeError("broken")
        erase_one(user_id)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "erase_weeks", fails)
        assert erase_weeks() == 1
    assert erase_weeks() == 0


def test_the_account_goes_last_and_the_install_is_in_order(amara: Course) -> None:
    """Every package's periodic task once, from the top layer to the bottom."""
    erase(amara.mentee_id)
    assert user(amara.mentee_id).erased_at is not None
    assert_in_order()


def test_the_account_waits_while_a_package_above_is_not_done(
    amara: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(actions, "erase_weeks", lambda _user_id: None)
        erase(amara.mentee_id)
    assert user(amara.mentee_id).erased_at is None
    assert account_closing.holds_data(amara.mentee_id) is True
