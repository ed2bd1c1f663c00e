"""Answers are saved in part, corrected and taken back by whose seat it is, until their time is over."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.enrolment.actions import account_closing
from mentorhub.enrolment.rules.intake import AnswersClosed, AnswerTooLong
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions.intake import change_intake_question, remove_intake_question
from mentorhub.programs.rules.intake import IntakeWords
from tests.support import asking, factories
from tests.support.account_closing import close_and_run_tasks
from tests.support.applicants import claim, enrol, place_applicant
from tests.support.asking import GOAL, HOURS
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """Two seats."""
    return factories.scene()


@pytest.fixture
def ada(scene: factories.Scene, stripe: StripeClient) -> int:
    """Her paid seat, which is nobody's account yet."""
    return enrol(stripe, scene, "ada")


def test_answers_come_in_parts_are_corrected_and_taken_back(
    scene: factories.Scene, ada: int
) -> None:
    goal, hours = asking.asks(scene), asking.asks(scene, HOURS, is_long=False)
    me = APPLICANT(ada)
    asking.answers(ada, {goal: "Less travel.", hours: ""}, viewer=me)
    assert asking.stored() == [(GOAL, "Less travel.")]
    asking.answers(ada, {hours: "Two"}, viewer=me, seen={goal: "Less travel."})
    both = {goal: "Less travel.", hours: "Two"}
    asking.answers(ada, {goal: "No travel.", hours: "Two"}, viewer=me, seen=both)
    assert asking.stored() == [(GOAL, "No travel."), (HOURS, "Two")]
    asking.answers(ada, {hours: ""}, viewer=me, seen={goal: "No travel.", hours: "Two"})
    assert asking.stored() == [(GOAL, "No travel.")]


def test_of_two_tabs_the_second_is_told_and_the_same_again_is_no_change(
    scene: factories.Scene, ada: int
) -> None:
    goal = asking.asks(scene)
    asking.answers(ada, {goal: "One"}, viewer=APPLICANT(ada))
    with pytest.raises(ChangedElsewhere):
        asking.answers(ada, {goal: "Two"}, viewer=APPLICANT(ada))
    asking.answers(ada, {goal: "One"}, viewer=APPLICANT(ada))  # the form was sent twice
    assert asking.stored() == [(GOAL, "One")]


def test_an_answer_keeps_the_words_that_it_answered(scene: factories.Scene, ada: int) -> None:
    goal, hours = asking.asks(scene), asking.asks(scene, HOURS)
    me, mentor = APPLICANT(ada), USER(scene.mentor_id)
    asking.answers(ada, {goal: "Less.", hours: "Two"}, viewer=me)
    change_intake_question(
        goal,
        cohort_id=scene.cohort_id,
        viewer=mentor,
        words=IntakeWords("What for?"),
        seen=version_of(IntakeWords(GOAL)),
    )
    seen = {goal: "Less.", hours: "Two"}
    asking.answers(ada, {goal: "Less.", hours: "Three"}, viewer=me, seen=seen)
    assert asking.stored() == [(GOAL, "Less."), (HOURS, "Three")]
    asking.answers(ada, {goal: "Time."}, viewer=me, seen={goal: "Less.", hours: "Three"})
    assert asking.stored() == [("What for?", "Time."), (HOURS, "Three")]
    remove_intake_question(goal, cohort_id=scene.cohort_id, viewer=mentor)
    with pytest.raises(NotFound):
        asking.answers(ada, {goal: "Late."}, viewer=me, seen={hours: "Three"})
    asking.answers(ada, {hours: ""}, viewer=me, seen={hours: "Three"})
    assert asking.stored() == [("What for?", "Time.")]  # what was said before stays


@pytest.mark.parametrize(("is_long", "most"), [(True, 4000), (False, 300)])
def test_an_answer_that_is_too_long_is_refused(
    scene: factories.Scene, ada: int, is_long: bool, most: int
) -> None:
    goal = asking.asks(scene, is_long=is_long)
    asking.answers(ada, {goal: "x" * most}, viewer=APPLICANT(ada))
    with pytest.raises(AnswerTooLong) as refused:
        long = {goal: "x" * (most + 1)}
        asking.answers(ada, long, viewer=APPLICANT(ada), seen={goal: "x" * most})
    assert (refused.value.public_id, refused.value.most) == (goal, most)
    assert asking.stored() == [(GOAL, "x" * most)]


def test_after_the_first_day_has_begun_nothing_is_written(scene: factories.Scene, ada: int) -> None:
    goal = asking.asks(scene)
    asking.answers(ada, {goal: "One"}, viewer=APPLICANT(ada))
    with clock.moved(dt.timedelta(days=41)):
        with pytest.raises(AnswersClosed):
            asking.answers(ada, {goal: "Two"}, viewer=APPLICANT(ada), seen={goal: "One"})
        asking.answers(ada, {goal: "One"}, viewer=APPLICANT(ada))  # nothing new is no refusal
    assert asking.stored() == [(GOAL, "One")]


def test_only_whose_seat_it_is_answers(scene: factories.Scene, ada: int) -> None:
    goal, held = asking.asks(scene), place_applicant(scene, "ben")
    strangers: list[Viewer] = [PUBLIC, SYSTEM, USER(scene.mentor_id), APPLICANT(held)]
    owner = claim(ada)
    for viewer in (*strangers, APPLICANT(ada)):  # the link alone opens nothing any more
        with pytest.raises(NotFound):
            asking.answers(ada, {goal: "Mine"}, viewer=viewer)
    with pytest.raises(NotFound):
        asking.answers(held, {goal: "Mine"}, viewer=APPLICANT(held))  # no seat yet
    with pytest.raises(NotFound):
        asking.answers(404, {goal: "Mine"}, viewer=APPLICANT(404))
    assert asking.stored() == []
    asking.answers(ada, {goal: "Mine"}, viewer=owner)
    assert asking.stored() == [(GOAL, "Mine")]


def test_a_question_of_another_cohort_is_not_answered(scene: factories.Scene, ada: int) -> None:
    other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
    asking.asks(scene)
    with pytest.raises(NotFound):
        asking.answers(ada, {asking.asks(other): "Mine"}, viewer=APPLICANT(ada))


def test_a_place_that_is_made_nameless_has_no_answers_left(
    scene: factories.Scene, ada: int
) -> None:
    goal = asking.asks(scene)
    owner = claim(ada)
    asking.answers(ada, {goal: "Mine"}, viewer=owner)
    assert owner.id is not None
    close_and_run_tasks(owner.id)
    assert asking.stored() == [(GOAL, "Mine")]  # it may still be restored
    with clock.moved(dt.timedelta(days=31)):
        assert account_closing.forget_place(ada)
    assert asking.stored() == []
