"""What a mentee reads: the right week, their own check-ins only, in a constant number of queries."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews.actions.check_ins import mark_review_read
from mentorhub.reviews.actions.reviewing import WeekPlan, create_curriculum
from mentorhub.reviews.queries import check_ins
from mentorhub.workspace.rules.mornings import CheckInDue
from tests.support import courses, factories
from tests.support.courses import Course


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara in it."""
    return courses.course()


def _page(of: Course, *, mentorship_id: str = "", week: int | None = None) -> check_ins.CheckInPage:
    found = check_ins.check_in_page(
        viewer=USER(of.mentee_id), mentorship_id=mentorship_id, week=week
    )
    assert found is not None
    return found


def test_the_page_is_this_weeks(amara: Course) -> None:
    page = _page(amara)
    assert (page.week, page.current, page.check_in) == (3, 3, None)
    assert page.open_weeks == [2]
    assert page.marks == ["missed", "missed"] + ["ahead"] * 10
    assert not page.is_paused
    assert not page.is_over
    assert page.dates is not None
    assert (page.dates[1] - dt.timedelta(days=6)) == page.dates[0]


def test_the_week_turns_where_the_mentee_is(in_app: Flask) -> None:
    with clock.moved(-dt.timedelta(weeks=1)):
        scene = factories.scene(starts_in_days=7)
        users = {
            zone: factories.user(f"{number}@example.org", zone, timezone=zone)
            for number, zone in enumerate(("Pacific/Kiritimati", "Etc/GMT+12"))
        }
        for user_id in users.values():
            factories.enrolled(scene, user_id)
    midnight = clock.now().replace(hour=0, minute=1)
    with clock.moved(midnight - clock.now()):
        east, west = (check_ins.check_in_page(viewer=USER(user_id)) for user_id in users.values())
    assert east is not None
    assert west is not None
    assert (east.week, west.week) == (1, 0)


def test_another_week_is_shown_where_it_may_be_written(amara: Course) -> None:
    assert _page(amara, week=2).week == 2
    assert _page(amara, week=1).week == 3
    check_in_id = courses.sent(amara, week=2)
    found = _page(amara, week=2)
    assert found.check_in is not None
    assert found.check_in.public_id == check_in_id
    assert _page(amara).open_weeks == []


def test_a_curriculum_gives_the_week_its_theme(amara: Course) -> None:
    plans = [WeekPlan(f"Theme {number}", "", (f"Question {number}?",)) for number in range(5)]
    create_curriculum(
        amara.scene.program_id, viewer=USER(amara.mentor_id), title="Weeks", weeks=plans
    )
    plan = _page(amara).plan
    assert plan is not None
    assert (plan.title, [prompt.text for prompt in plan.prompts]) == ("Theme 3", ["Question 3?"])


def test_once_the_course_is_over_there_is_no_week(in_app: Flask) -> None:
    amara = courses.course(weeks=14)
    page = _page(amara)
    assert (page.week, page.dates, page.open_weeks) == (None, None, [])


def test_an_ended_mentorship_stays_readable(amara: Course) -> None:
    courses.answered(amara, week=3)
    courses.finish(amara)
    page = _page(amara)
    assert page.is_over
    assert [one.week for one in page.check_ins] == [3]


def test_a_pause_shows(amara: Course) -> None:
    courses.pause(amara)
    assert _page(amara).is_paused


def test_a_mentee_of_two_programmes_chooses(amara: Course) -> None:
    second = factories.program(
        amara.scene.practice_id, amara.mentor_id, slug="second", starts_in_days=10
    )
    factories.enrolled(second, amara.mentee_id)
    newest = _page(amara)
    assert newest.mentorship.enrolment.cohort_id == second.cohort_id
    assert [other.public_id for other in newest.others] == [amara.mentorship]
    assert _page(amara, mentorship_id=amara.mentorship).week == 3


def test_nobody_sees_anothers_week(amara: Course) -> None:
    stranger = USER(factories.user("stranger@example.org", "A Stranger"))
    assert check_ins.check_in_page(viewer=stranger) is None
    assert check_ins.check_in_page(viewer=PUBLIC) is None
    check_in_id = courses.answered(amara, week=3)
    for viewer in (stranger, USER(amara.mentor_id), PUBLIC):
        with pytest.raises(NotFound):
            check_ins.check_in_page(viewer=viewer, mentorship_id=amara.mentorship)
        with pytest.raises(NotFound):
            check_ins.past_week(check_in_id, viewer=viewer)
        assert check_ins.unread_reviews(viewer=viewer) == []


def test_a_past_week_knows_its_neighbours(amara: Course) -> None:
    earlier, later = courses.answered(amara, week=2), courses.sent(amara, week=3)
    first = check_ins.past_week(earlier, viewer=USER(amara.mentee_id))
    assert first.earlier is None
    assert first.later is not None
    assert first.later.public_id == later
    last = check_ins.past_week(later, viewer=USER(amara.mentee_id))
    assert last.later is None
    assert last.earlier is not None
    assert last.earlier.public_id == earlier
    assert last.marks[1:3] == ["replied", "waiting"]


def test_an_answer_is_unread_until_it_is_read(amara: Course) -> None:
    mentee = USER(amara.mentee_id)
    check_in_id = courses.answered(amara, week=3)
    (review,) = check_ins.unread_reviews(viewer=mentee)
    assert review.check_in.public_id == check_in_id
    assert review.check_in.mentorship.mentor.name == "Ines Halvorsen"
    mark_review_read(review.public_id, viewer=mentee)
    assert check_ins.unread_reviews(viewer=mentee) == []


def test_a_longer_history_takes_no_more_queries(amara: Course) -> None:
    mentee = USER(amara.mentee_id)
    check_in_id = courses.answered(amara, week=2)
    counts = []
    for week in (3, 4, 5):
        with courses.queries_counted() as made:
            _page(amara)
            past = check_ins.past_week(check_in_id, viewer=mentee)
            assert past.check_in.words == courses.WORDS
            assert past.check_in.review is not None
            check_ins.unread_reviews(viewer=mentee)
        counts.append(len(made))
        with clock.moved(dt.timedelta(weeks=week - 3)):
            courses.answered(amara, week=week)
    assert counts[0] == counts[1] == counts[2]


def test_a_check_in_is_due_until_it_is_sent(amara: Course) -> None:
    def due() -> CheckInDue | None:
        return check_ins.check_in_due(viewer=USER(amara.mentee_id))

    last_day = _page(amara).dates
    assert last_day is not None
    assert due() == CheckInDue(3, "Ines Halvorsen", last_day[1], is_begun=False, path="/week")
    courses.begun(amara, week=3)
    begun = due()
    assert begun is not None and begun.is_begun
    other = courses.another(amara, "bo@example.org", "Bo")
    courses.sent(other, week=3)
    assert check_ins.check_in_due(viewer=USER(other.mentee_id)) is None
    assert check_ins.check_in_due(viewer=PUBLIC) is None


def test_no_check_in_is_due_before_the_first_week_and_while_the_enrolment_is_paused(
    amara: Course,
) -> None:
    with clock.moved(-dt.timedelta(weeks=3)):
        assert check_ins.check_in_due(viewer=USER(amara.mentee_id)) is None
    courses.pause(amara)
    assert check_ins.check_in_due(viewer=USER(amara.mentee_id)) is None
