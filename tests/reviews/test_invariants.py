"""Each invariant of the package finds its planted breach, and nothing where all is in order."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import delete, update

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.reviews import invariants
from mentorhub.reviews.models import CheckIn, CheckInAnswer, Review
from tests.support import courses, factories
from tests.support.courses import Course


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara in it."""
    return courses.course()


def test_a_package_in_order_has_no_offenders(amara: Course) -> None:
    courses.answered(amara, week=2)
    courses.begun(amara, week=3, words=["", "", ""])
    assert [invariant(viewer=SYSTEM) for invariant in invariants.INVARIANTS] == [[]] * 5


def test_a_reviewed_check_in_without_its_review_is_found(amara: Course) -> None:
    check_in_id = courses.answered(amara, week=3)
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(Review))
    invariant = invariants.a_check_in_is_reviewed_if_and_only_if_it_has_a_review
    assert invariant(viewer=SYSTEM) == [check_in_id]


def test_a_review_of_a_check_in_not_marked_is_found(amara: Course) -> None:
    check_in_id = courses.answered(amara, week=3)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(CheckIn).values(state="submitted", reviewed_at=None))
    invariant = invariants.a_check_in_is_reviewed_if_and_only_if_it_has_a_review
    assert invariant(viewer=SYSTEM) == [check_in_id]


def test_a_check_in_submitted_empty_is_found(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(CheckInAnswer).values(answer="  "))
    assert invariants.a_submitted_check_in_is_not_empty(viewer=SYSTEM) == [check_in_id]


def test_a_review_by_somebody_else_is_found(amara: Course) -> None:
    review = courses.check_in(courses.answered(amara, week=3)).review
    assert review is not None
    review_id = review.public_id
    stranger = factories.user("stranger@example.org", "A Stranger")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Review).values(mentor_id=stranger))
    invariant = invariants.a_review_is_by_the_mentor_it_was_sent_to
    assert invariant(viewer=SYSTEM) == [review_id]


def test_a_check_in_older_than_the_mentorship_is_found(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    with transaction(viewer=SYSTEM) as session:
        long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        session.execute(update(CheckIn).values(started_at=long_ago))
    assert invariants.no_check_in_is_older_than_its_mentorship(viewer=SYSTEM) == [check_in_id]


def test_a_closed_accounts_check_in_is_found(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    with transaction(viewer=SYSTEM) as session:
        long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        session.execute(update(User).values(closing_at=long_ago))
    assert invariants.no_closed_account_still_has_its_weeks(viewer=SYSTEM) == [check_in_id]
