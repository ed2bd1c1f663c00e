"""Starting, saving and submitting a check-in: once each, by its mentee, and no word is lost."""

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews import rules
from mentorhub.reviews.actions.check_ins import (
    mark_review_read,
    save_check_in,
    start_check_in,
    submit_check_in,
)
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import CheckIn, Review
from mentorhub.reviews.rules import CheckInState
from tests.support import courses
from tests.support.courses import WORDS, Course

OTHER = ["Other words.", "", ""]


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara in it."""
    return courses.course()


def _save(check_in_id: str, course: Course, *, version: int, words: list[str]) -> None:
    save_check_in(check_in_id, viewer=USER(course.mentee_id), version=version, answers=words)


def _submit(check_in_id: str, course: Course, *, version: int, words: list[str]) -> None:
    submit_check_in(check_in_id, viewer=USER(course.mentee_id), version=version, answers=words)


def test_a_check_in_starts_as_a_draft_with_its_questions(amara: Course) -> None:
    begun = courses.check_in(courses.begun(amara, week=3))
    assert begun.state is CheckInState.DRAFT
    assert [(row.prompt, row.answer) for row in begun.answers] == list(
        zip(courses.PROMPTS, WORDS, strict=True)
    )
    assert {row.practice_id for row in begun.answers} == {amara.scene.practice_id}
    assert courses.mails("reviews.check_in_submitted") == []


def test_started_twice_with_the_same_words_it_is_one_check_in(amara: Course) -> None:
    assert courses.begun(amara, week=3) == courses.begun(amara, week=3)
    assert courses.count(CheckIn) == 1


def test_started_again_with_other_words_the_first_stay(amara: Course) -> None:
    first = courses.begun(amara, week=3)
    with pytest.raises(rules.ChangedElsewhere) as refused:
        courses.begun(amara, week=3, words=OTHER)
    assert refused.value.check_in_id == first
    assert courses.check_in(first).words == WORDS


def test_a_submitted_check_in_is_not_started_again(amara: Course) -> None:
    courses.sent(amara, week=3)
    with pytest.raises(rules.AlreadySent):
        courses.begun(amara, week=3)


def test_last_weeks_check_in_may_still_be_started_but_no_other(amara: Course) -> None:
    courses.begun(amara, week=2)
    for week in (1, 4):
        with pytest.raises(rules.WeekClosed):
            courses.begun(amara, week=week)


def test_a_save_replaces_the_version_it_names(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    _save(check_in_id, amara, version=1, words=OTHER)
    saved = courses.check_in(check_in_id)
    assert (saved.words, saved.version) == (OTHER, 2)


def test_saving_the_same_words_twice_changes_nothing(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    _save(check_in_id, amara, version=1, words=OTHER)
    _save(check_in_id, amara, version=1, words=OTHER)
    assert courses.check_in(check_in_id).version == 2


def test_an_older_window_does_not_overwrite_a_newer_one(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    _save(check_in_id, amara, version=1, words=OTHER)
    for write in (_save, _submit):
        with pytest.raises(rules.ChangedElsewhere):
            write(check_in_id, amara, version=1, words=["Older.", "", ""])
    assert courses.check_in(check_in_id).words == OTHER


def test_a_submitted_check_in_reaches_the_mentor_by_one_email(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    (mail,) = courses.mails("reviews.check_in_submitted")
    assert mail.to_address == "ines@example.org"
    assert mail.subject == "Amara Nwosu has sent you a check-in"
    assert f"/review/{check_in_id}" in mail.text_body
    assert f"/review/{check_in_id}" in mail.html_body
    assert "Marta" not in mail.text_body + mail.html_body


def test_a_check_in_is_submitted_with_its_last_words(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    _submit(check_in_id, amara, version=1, words=OTHER)
    sent = courses.check_in(check_in_id)
    assert (sent.words, sent.state) == (OTHER, CheckInState.SUBMITTED)


def test_a_submitted_check_in_does_not_change(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    for write in (_save, _submit):
        with pytest.raises(rules.AlreadySent):
            write(check_in_id, amara, version=1, words=WORDS)
    assert len(courses.mails("reviews.check_in_submitted")) == 1


def test_an_empty_check_in_is_not_submitted_and_stays_a_draft(amara: Course) -> None:
    check_in_id = courses.begun(amara, week=3)
    with pytest.raises(rules.NothingWritten):
        _submit(check_in_id, amara, version=1, words=["", " ", ""])
    saved = courses.check_in(check_in_id)
    assert (saved.words, saved.state) == (WORDS, CheckInState.DRAFT)


def test_a_pause_stops_writing_and_reviewing(amara: Course) -> None:
    draft, sent = courses.begun(amara, week=2), courses.sent(amara, week=3)
    courses.pause(amara)
    with pytest.raises(rules.EnrolmentPaused):
        courses.begun(amara, week=3)
    for write in (_save, _submit):
        with pytest.raises(rules.EnrolmentPaused):
            write(draft, amara, version=1, words=OTHER)
    with pytest.raises(rules.EnrolmentPaused):
        review_check_in(sent, viewer=USER(amara.mentor_id), body="Dear Amara.")
    assert courses.count(Review) == 0


def test_nothing_is_written_once_the_mentorship_is_over(amara: Course) -> None:
    draft = courses.begun(amara, week=3)
    courses.finish(amara)
    with pytest.raises(rules.MentorshipOver):
        _submit(draft, amara, version=1, words=WORDS)


@pytest.mark.parametrize("who", ["stranger", "mentor", "public"])
def test_nobody_else_writes_a_mentees_check_in(amara: Course, who: str) -> None:
    viewer = courses.viewer_named(who, amara)
    check_in_id = courses.begun(amara, week=3)
    for write in (save_check_in, submit_check_in):
        with pytest.raises(NotFound):
            write(check_in_id, viewer=viewer, version=1, answers=OTHER)
    with pytest.raises(NotFound):
        start_check_in(
            amara.mentorship, viewer=viewer, week=2, title="", prompts=["?"], answers=["!"]
        )
    assert courses.check_in(check_in_id).words == WORDS


def test_an_unknown_check_in_is_not_found(amara: Course) -> None:
    mentee, mentor = USER(amara.mentee_id), USER(amara.mentor_id)
    with pytest.raises(NotFound):
        save_check_in("nothing", viewer=mentee, version=1, answers=[])
    with pytest.raises(NotFound):
        review_check_in("nothing", viewer=mentor, body="Dear nobody.")
    with pytest.raises(NotFound):
        mark_review_read("nothing", viewer=mentee)
    with pytest.raises(NotFound):
        start_check_in("nothing", viewer=mentee, week=3, title="", prompts=[], answers=[])
