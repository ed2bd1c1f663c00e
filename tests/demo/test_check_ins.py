"""Check-ins were submitted in their own week or the one after, reviewed once, and read where the story says so."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.demo.stories import mentees
from mentorhub.foundation.database.tables import db
from mentorhub.reviews.models import CheckIn, Review, course_of
from mentorhub.reviews.rules import CheckInState, day_in

pytestmark = pytest.mark.database


def _check_ins() -> list[CheckIn]:
    return list(db.session.scalars(select(CheckIn).order_by(CheckIn.id)))


def _writer(check_in: CheckIn) -> str:
    user = check_in.mentorship.enrolment.user
    assert user is not None
    return user.name


def test_every_check_in_of_the_stories_was_written(in_demo: Flask) -> None:
    planned = {
        (one.applicant.name, check_in.week) for one in mentees.MENTEES for check_in in one.check_ins
    }
    assert {(_writer(check_in), check_in.week) for check_in in _check_ins()} == planned


def test_every_check_in_was_written_in_its_week_or_the_next(in_demo: Flask) -> None:
    for check_in in _check_ins():
        user = check_in.mentorship.enrolment.user
        assert user is not None
        day = day_in(user.timezone, now=check_in.started_at)
        assert check_in.week in course_of(check_in.mentorship).writable(day)


def test_answers_stand_below_their_questions(in_demo: Flask) -> None:
    assert all(
        len(check_in.answers) == 2 and all(row.prompt for row in check_in.answers)
        for check_in in _check_ins()
    )


def test_what_was_answered_is_answered_once(in_demo: Flask) -> None:
    planned = [
        check_in for one in mentees.MENTEES for check_in in one.check_ins if check_in.feedback
    ]
    reviewed = [check_in for check_in in _check_ins() if check_in.state is CheckInState.REVIEWED]
    assert len(reviewed) == len(planned) == len(list(db.session.scalars(select(Review))))


def test_what_was_not_read_waits_in_today(in_demo: Flask) -> None:
    unread = db.session.scalars(select(Review).where(Review.read_at.is_(None)))
    assert {_writer(each.check_in) for each in unread} == {"Daniel Okoye", "Mei Tanaka"}
