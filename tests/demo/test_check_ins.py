"""Pages were sent in their own week or the one after, answered once, and read where the story says so."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.demo.stories import mentees
from mentorhub.foundation.database import db
from mentorhub.reviews.models import CheckIn, Review, course_of
from mentorhub.reviews.rules import CheckInState, day_in

pytestmark = pytest.mark.database


def _pages() -> list[CheckIn]:
    return list(db.session.scalars(select(CheckIn).order_by(CheckIn.id)))


def _writer(page: CheckIn) -> str:
    user = page.mentorship.enrolment.user
    assert user is not None
    return user.name


def test_every_page_that_was_told_was_written(in_demo: Flask) -> None:
    told = {(one.applicant.name, page.week) for one in mentees.MENTEES for page in one.pages}
    assert {(_writer(page), page.week) for page in _pages()} == told


def test_every_page_was_written_in_its_week_or_the_next(in_demo: Flask) -> None:
    for page in _pages():
        user = page.mentorship.enrolment.user
        assert user is not None
        day = day_in(user.timezone, now=page.started_at)
        assert page.week in course_of(page.mentorship).writable(day)


def test_answers_stand_below_their_questions(in_demo: Flask) -> None:
    assert all(
        len(page.answers) == 2 and all(row.prompt for row in page.answers) for page in _pages()
    )


def test_what_was_answered_is_answered_once(in_demo: Flask) -> None:
    told = [page for one in mentees.MENTEES for page in one.pages if page.feedback]
    reviewed = [page for page in _pages() if page.state is CheckInState.REVIEWED]
    assert len(reviewed) == len(told) == len(list(db.session.scalars(select(Review))))


def test_what_was_not_read_waits_in_today(in_demo: Flask) -> None:
    unread = db.session.scalars(select(Review).where(Review.read_at.is_(None)))
    assert {_writer(each.check_in) for each in unread} == {"Daniel Okoye", "Mei Tanaka"}
