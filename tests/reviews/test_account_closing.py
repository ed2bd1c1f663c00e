"""A closed account's weeks: no mentor reads them from then on, and after thirty days they are erased."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews import panels
from mentorhub.reviews.actions import account_closing as account_actions
from mentorhub.reviews.actions.access_log import read_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import Appointment, CheckIn, CheckInAnswer, Review
from mentorhub.reviews.periodic import erase_weeks
from mentorhub.reviews.queries import account_closing, review_queue
from tests.support import courses
from tests.support.account_closing import close, close_and_run_tasks, pass_grace
from tests.support.courses import Course

TABLES = (CheckIn, CheckInAnswer, Review, Appointment)


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """A mentee with a reviewed check-in, one that waits, and an appointment."""
    found = courses.course()
    courses.answered(found, week=2)
    courses.sent(found, week=3)
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Appointment(
                practice_id=found.scene.practice_id,
                mentorship_id=found.mentorship_id,
                starts_at=clock.now(),
                minutes=30,
            )
        )
    return found


def _rows() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES]


def test_after_closing_the_mentor_reads_nothing(amara: Course) -> None:
    mentor = USER(amara.mentor_id)
    (waiting,) = review_queue.review_queue(viewer=mentor).waiting
    check_in_id = waiting.check_in.public_id
    close(amara.mentee_id)
    assert review_queue.review_queue(viewer=mentor).waiting == []
    assert review_queue.mentees(viewer=mentor) == []
    assert review_queue.check_ins_to_read(viewer=mentor) == 0
    with pytest.raises(NotFound):
        read_check_in(check_in_id, viewer=mentor)
    with pytest.raises(NotFound):
        review_check_in(check_in_id, viewer=mentor, body="Dear Amara")


def test_the_weeks_wait_for_thirty_days_and_go_with_their_answers(amara: Course) -> None:
    assert account_closing.written_weeks(viewer=USER(amara.mentee_id)) == (2, 1)
    before = _rows()
    close_and_run_tasks(amara.mentee_id)
    clock.advance(GRACE - dt.timedelta(minutes=1))
    assert erase_weeks() == 0
    account_actions.erase_weeks(amara.mentee_id)
    assert (_rows(), min(before) > 0) == (before, True)
    clock.advance(dt.timedelta(minutes=1))
    assert erase_weeks() == 0
    assert _rows() == [0, 0, 0, 0]
    account_actions.erase_weeks(amara.mentee_id)


def test_another_mentees_weeks_stay(amara: Course) -> None:
    before = _rows()
    other = courses.another(amara, "bela@example.org", "Bela")
    courses.begun(other, week=3)
    close_and_run_tasks(other.mentee_id)
    pass_grace()
    erase_weeks()
    assert _rows() == before


def test_the_closing_page_says_what_happens_to_the_weeks_before_and_after(
    in_app: Flask, amara: Course
) -> None:
    with in_app.test_request_context():
        before = panels.closing_account(user_id=amara.mentee_id, is_closing=True)
        close(amara.mentee_id)
        after = panels.closing_account(user_id=amara.mentee_id, is_closing=False)
        nobody = panels.closing_account(user_id=amara.mentor_id, is_closing=True)
    assert before is not None
    assert after is not None
    assert "2 check-ins that you wrote, with 1 answer." in before.html
    assert "come back with your account" in after.html
    assert nobody is None
