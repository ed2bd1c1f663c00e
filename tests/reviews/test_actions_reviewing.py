"""Reviewing a check-in and reading the review, once each, by the right person; creating a curriculum."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews import rules
from mentorhub.reviews.actions.check_ins import mark_review_read
from mentorhub.reviews.actions.reviewing import WeekPlan, create_curriculum, review_check_in
from mentorhub.reviews.models import Curriculum, Review
from mentorhub.reviews.rules import CheckInState
from tests.support import courses
from tests.support.courses import Course

OTHER = ["Other words.", "", ""]


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara in it."""
    return courses.course()


def test_an_answer_reaches_the_mentee_by_one_email(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    step_on = dt.date(2030, 5, 7)
    review_check_in(
        check_in_id,
        viewer=USER(amara.mentor_id),
        body="Dear Amara.",
        next_step="Write to Jonas.",
        next_step_on=step_on,
    )
    reviewed = courses.check_in(check_in_id)
    assert reviewed.state is CheckInState.REVIEWED
    review = reviewed.review
    assert review is not None
    assert (review.body, review.next_step, review.next_step_on) == (
        "Dear Amara.",
        "Write to Jonas.",
        step_on,
    )
    (mail,) = courses.mails("reviews.review_written")
    assert mail.to_address == "amara@example.org"
    assert mail.subject == "Ines Halvorsen has answered your check-in"
    assert f"/week/{check_in_id}" in mail.text_body
    assert f"/week/{check_in_id}" in mail.html_body


def test_a_check_in_has_one_review(amara: Course) -> None:
    check_in_id = courses.answered(amara, week=3)
    with pytest.raises(rules.AlreadyReviewed):
        review_check_in(check_in_id, viewer=USER(amara.mentor_id), body="Once more.")
    assert courses.count(Review) == 1
    assert len(courses.mails("reviews.review_written")) == 1


@pytest.mark.parametrize("who", ["stranger", "mentee", "public", "other mentor"])
def test_nobody_but_the_mentor_answers(amara: Course, who: str) -> None:
    check_in_id = courses.sent(amara, week=3)
    with pytest.raises(NotFound):
        review_check_in(check_in_id, viewer=courses.viewer_named(who, amara), body="Dear Amara.")


def test_a_mentor_cannot_answer_a_draft(amara: Course) -> None:
    with pytest.raises(NotFound):
        review_check_in(
            courses.begun(amara, week=3), viewer=USER(amara.mentor_id), body="Dear Amara."
        )


def test_the_last_check_in_is_answered_within_fourteen_days_of_the_end(amara: Course) -> None:
    late, in_time = courses.sent(amara, week=2), courses.sent(amara, week=3)
    courses.finish(amara, days_ago=13)
    review_check_in(in_time, viewer=USER(amara.mentor_id), body="Farewell.")
    courses.finish(amara, days_ago=14)
    with pytest.raises(NotFound):
        review_check_in(late, viewer=USER(amara.mentor_id), body="Too late.")


def test_an_answer_is_read_once(amara: Course) -> None:
    check_in_id = courses.answered(amara, week=3)
    review_id = _review(check_in_id).public_id
    assert mark_review_read(review_id, viewer=USER(amara.mentee_id)) == check_in_id
    first = _review(check_in_id).read_at
    with clock.moved(dt.timedelta(days=1)):
        mark_review_read(review_id, viewer=USER(amara.mentee_id))
    assert first is not None
    assert _review(check_in_id).read_at == first


@pytest.mark.parametrize("who", ["stranger", "mentor", "public"])
def test_nobody_else_reads_an_answer_for_the_mentee(amara: Course, who: str) -> None:
    review_id = _review(courses.answered(amara, week=3)).public_id
    with pytest.raises(NotFound):
        mark_review_read(review_id, viewer=courses.viewer_named(who, amara))


def test_a_curriculum_numbers_its_weeks_from_zero(amara: Course) -> None:
    plans = [
        WeekPlan("Before we begin", "Look back.", ("Who?", "Why?")),
        WeekPlan("Reach out", "", ("Who?",)),
    ]
    made = create_curriculum(
        amara.scene.program_id, viewer=USER(amara.mentor_id), title="Twelve weeks", weeks=plans
    )
    with reading(viewer=SYSTEM) as session:
        curriculum = session.get_one(Curriculum, made)
    assert [(week.number, week.title) for week in curriculum.weeks] == [
        (0, "Before we begin"),
        (1, "Reach out"),
    ]
    assert [prompt.text for prompt in curriculum.weeks[0].prompts] == ["Who?", "Why?"]


@pytest.mark.parametrize("who", ["stranger", "mentee", "public", "other mentor"])
def test_only_a_member_of_the_practice_creates_its_curriculum(amara: Course, who: str) -> None:
    with pytest.raises(NotFound):
        create_curriculum(
            amara.scene.program_id, viewer=courses.viewer_named(who, amara), title="Mine", weeks=[]
        )


def _review(check_in_id: str) -> Review:
    review = courses.check_in(check_in_id).review
    assert review is not None
    db.session.refresh(review)
    return review
