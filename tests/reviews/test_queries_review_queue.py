"""What a mentor reads: own mentees' submitted check-ins, oldest first; not while paused, nor 14 days after the end."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews.queries import review_queue
from mentorhub.reviews.rules import Standing
from tests.support import courses, factories
from tests.support.courses import Course


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara in it."""
    return courses.course()


def _waiting(viewer: Viewer) -> list[str]:
    return [item.check_in.public_id for item in review_queue.review_queue(viewer=viewer).waiting]


def test_the_check_in_that_waits_longest_is_first(amara: Course) -> None:
    daniel = courses.another(amara, "daniel@example.org", "Daniel Okoye")
    with clock.moved(-dt.timedelta(days=4)):
        older = courses.sent(amara, week=2)
    newer = courses.sent(daniel, week=3)
    courses.begun(amara, week=3)
    courses.answered(daniel, week=2)
    queue = review_queue.review_queue(viewer=USER(amara.mentor_id))
    assert [item.check_in.public_id for item in queue.waiting] == [older, newer]
    assert [item.is_late for item in queue.waiting] == [True, False]
    assert queue.waiting[0].check_in.words == courses.WORDS
    assert queue.waiting[0].mentee.marks[:3] == ["missed", "waiting", "writing"]
    assert review_queue.check_ins_to_read(viewer=USER(amara.mentor_id)) == 2


def test_a_check_in_of_a_paused_place_is_not_shown(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    courses.pause(amara)
    mentor = USER(amara.mentor_id)
    queue = review_queue.review_queue(viewer=mentor)
    assert (queue.waiting, queue.paused, queue.quiet) == ([], 1, [])
    assert review_queue.check_ins_to_read(viewer=mentor) == 0
    page = review_queue.check_in_for_review(check_in_id, viewer=mentor)
    assert page.mentee.is_paused
    (row,) = review_queue.mentees(viewer=mentor)
    assert (row.standing, row.marks, row.latest, row.counts) == (Standing.PAUSED, (), None, None)


def test_a_stuck_mentee_is_named(amara: Course) -> None:
    (quiet,) = review_queue.review_queue(viewer=USER(amara.mentor_id)).quiet
    assert (quiet.user.name, quiet.quiet_weeks, quiet.is_stuck) == ("Amara Nwosu", 2, True)


def test_mentees_are_sorted_by_need_then_cohort_and_name(amara: Course) -> None:
    courses.another(amara, "zoe@example.org", "Zoe")
    courses.another(amara, "abel@example.org", "Abel")
    later = factories.program(
        amara.scene.practice_id, amara.mentor_id, slug="second", starts_in_days=10
    )
    factories.enrolled(later, factories.user("mei@example.org", "Mei Tanaka"))
    rows = review_queue.mentees(viewer=USER(amara.mentor_id))
    assert [row.user.name for row in rows] == ["Amara Nwosu", "Mei Tanaka", "Abel", "Zoe"]
    assert [row.standing for row in rows] == [
        Standing.QUIET,
        Standing.BEFORE,
        Standing.GOING_ON,
        Standing.GOING_ON,
    ]


def test_the_longest_wait_is_before_a_shorter_one_and_before_the_stuck(amara: Course) -> None:
    abel = courses.another(amara, "abel@example.org", "Abel")
    zoe = courses.another(amara, "zoe@example.org", "Zoe")
    first = courses.sent(zoe, week=3)
    with clock.moved(dt.timedelta(hours=1)):
        courses.sent(abel, week=3)
        rows = review_queue.mentees(viewer=USER(amara.mentor_id))
    assert [row.user.name for row in rows] == ["Zoe", "Abel", "Amara Nwosu"]
    assert [row.needs_mentor for row in rows] == [True, True, True]
    assert rows[0].first_to_open is not None
    assert rows[0].first_to_open.public_id == first
    assert rows[2].first_to_open is None


def test_a_mentee_opens_at_the_earliest_unanswered_check_in(amara: Course) -> None:
    waiting = courses.sent(amara, week=2)
    courses.answered(amara, week=3)
    (row,) = review_queue.mentees(viewer=USER(amara.mentor_id))
    assert row.first_to_open is not None
    assert row.first_to_open.public_id == waiting
    courses.pause(amara)
    (row,) = review_queue.mentees(viewer=USER(amara.mentor_id))
    assert row.first_to_open is None


def test_a_check_in_has_the_last_answer_before_it(amara: Course) -> None:
    earlier, later = courses.answered(amara, week=2), courses.sent(amara, week=3)
    page = review_queue.check_in_for_review(later, viewer=USER(amara.mentor_id))
    assert page.previous is not None
    assert page.previous.review is not None
    assert (page.previous.public_id, page.previous.review.body) == (
        earlier,
        "Dear Amara, *well done*.",
    )
    first = review_queue.check_in_for_review(earlier, viewer=USER(amara.mentor_id))
    assert first.previous is None


def test_a_mentee_has_their_latest_submitted_check_in(amara: Course) -> None:
    courses.answered(amara, week=2)
    latest = courses.sent(amara, week=3)
    (row,) = review_queue.mentees(viewer=USER(amara.mentor_id))
    assert row.latest is not None
    assert row.latest.public_id == latest


def test_a_check_in_is_shown_beside_the_earlier_ones(amara: Course) -> None:
    earlier, draft = courses.answered(amara, week=2), courses.begun(amara, week=3)
    page = review_queue.check_in_for_review(earlier, viewer=USER(amara.mentor_id))
    assert (page.others, page.check_in.words) == ([], courses.WORDS)
    with pytest.raises(NotFound):
        review_queue.check_in_for_review(draft, viewer=USER(amara.mentor_id))


@pytest.mark.parametrize("who", ["stranger", "mentee", "public", "other mentor"])
def test_nobody_else_reads_at_the_mentors_review_queue(amara: Course, who: str) -> None:
    check_in_id = courses.sent(amara, week=3)
    viewer = courses.viewer_named(who, amara)
    assert _waiting(viewer) == []
    assert review_queue.mentees(viewer=viewer) == []
    assert review_queue.check_ins_to_read(viewer=viewer) == 0
    with pytest.raises(NotFound):
        review_queue.check_in_for_review(check_in_id, viewer=viewer)


def test_a_mentor_who_left_the_practice_reads_nothing(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    courses.leave_practice(amara)
    assert _waiting(USER(amara.mentor_id)) == []
    with pytest.raises(NotFound):
        review_queue.check_in_for_review(check_in_id, viewer=USER(amara.mentor_id))


def test_the_review_queue_closes_fourteen_days_after_the_end(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    courses.finish(amara, days_ago=13)
    assert _waiting(USER(amara.mentor_id)) == [check_in_id]
    courses.finish(amara, days_ago=14)
    assert _waiting(USER(amara.mentor_id)) == []
    assert review_queue.mentees(viewer=USER(amara.mentor_id)) == []


def test_the_public_is_no_owner(in_app: Flask) -> None:
    assert review_queue.check_ins_to_read(viewer=PUBLIC) == 0


def test_more_mentees_take_no_more_queries(amara: Course) -> None:
    mentor = USER(amara.mentor_id)
    first = courses.sent(amara, week=3)
    counts = []
    for number in range(3):
        with courses.queries_counted() as made:
            queue = review_queue.review_queue(viewer=mentor)
            assert {item.check_in.words[0] for item in queue.waiting} == {courses.WORDS[0]}
            page = review_queue.check_in_for_review(first, viewer=mentor)
            assert page.check_in.review is None
            for row in review_queue.mentees(viewer=mentor):
                assert row.mentorship.enrolment.cohort.program.title
        counts.append(len(made))
        more = courses.another(amara, f"mentee{number}@example.org", f"Mentee {number}")
        courses.sent(more, week=2)
        courses.sent(more, week=3)
    assert counts[0] == counts[1] == counts[2]
