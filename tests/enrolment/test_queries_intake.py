"""Who is shown which answers, in which order, and how far they have got."""

import pytest
from flask import Flask

from mentorhub.enrolment.actions.endings import remove
from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.enrolment.queries.intake import (
    answers_read,
    intake,
    my_intake,
    progress_of,
)
from mentorhub.enrolment.rules.intake import Progress
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions.intake import move_intake_question, remove_intake_question
from mentorhub.programs.queries.intake import is_asked
from tests.support import asking, factories
from tests.support.applicants import claim, enrolment, place_applicant
from tests.support.asking import GOAL, HOURS

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """Three seats."""
    return factories.scene(seats=3)


def _given(scene: factories.Scene, name: str = "Ada") -> int:
    address = f"{name.lower()}@example.org"
    return grant_seat(scene.cohort_id, name=name, email=address, viewer=USER(scene.mentor_id))


def test_a_cohort_that_asks_nothing_shows_nothing(scene: factories.Scene) -> None:
    ada = _given(scene)
    with pytest.raises(NotFound):
        intake(ada, viewer=APPLICANT(ada))
    with reading(viewer=SYSTEM) as session:
        assert progress_of(session, [enrolment(ada)]) == {}
        assert not is_asked(session, scene.cohort_id)
    assert answers_read(ada, viewer=USER(scene.mentor_id)) == ()


def test_a_mentee_is_shown_what_is_asked_and_what_was(scene: factories.Scene) -> None:
    goal, hours = asking.asks(scene), asking.asks(scene, HOURS, is_required=True)
    ada, mentor = _given(scene), USER(scene.mentor_id)
    asking.answers(ada, {goal: "Less."}, viewer=APPLICANT(ada))
    found = intake(ada, viewer=APPLICANT(ada))
    assert [one.answer for one in found.asked] == ["Less.", ""]
    assert (found.answers, found.earlier) == ({goal: "Less."}, ())
    assert found.progress == Progress(asked=2, answered=1, missing=1)
    before = found.asked_version
    move_intake_question(hours, cohort_id=scene.cohort_id, viewer=mentor, by=-1)
    remove_intake_question(goal, cohort_id=scene.cohort_id, viewer=mentor)
    found = intake(ada, viewer=APPLICANT(ada))
    assert [one.words.question for one in found.asked] == [HOURS]
    assert [(one.question, one.answer) for one in found.earlier] == [(GOAL, "Less.")]
    assert found.progress == Progress(asked=1, answered=0, missing=1)
    assert found.asked_version != before
    remove_intake_question(hours, cohort_id=scene.cohort_id, viewer=mentor)
    assert intake(ada, viewer=APPLICANT(ada)).earlier == found.earlier


def test_the_practice_reads_answers_as_long_as_the_seat_is_theirs(scene: factories.Scene) -> None:
    goal, mentor = asking.asks(scene), USER(scene.mentor_id)
    asking.asks(scene, HOURS, is_required=True)
    ada = _given(scene)
    asking.answers(ada, {goal: "Less."}, viewer=APPLICANT(ada))
    remove_intake_question(goal, cohort_id=scene.cohort_id, viewer=mentor)
    read = [
        (one.question, one.answer, one.is_required, one.is_asked_still)
        for one in answers_read(ada, viewer=mentor)
    ]
    assert read == [(HOURS, "", True, True), (GOAL, "Less.", False, False)]
    for viewer in (PUBLIC, SYSTEM, APPLICANT(ada), USER(factories.user("eve@example.org"))):
        with pytest.raises(NotFound):
            answers_read(ada, viewer=viewer)
    remove(ada, reason="Ill.", refund_minor=None, viewer=mentor)
    assert answers_read(ada, viewer=mentor) == ()


def test_progress_is_of_seats_alone_each_by_itself(scene: factories.Scene) -> None:
    goal = asking.asks(scene, is_required=True)
    asking.asks(scene, HOURS)
    ada, ben, cleo = _given(scene), _given(scene, "Ben"), place_applicant(scene, "cleo")
    asking.answers(ada, {goal: "Less."}, viewer=APPLICANT(ada))
    with reading(viewer=SYSTEM) as session:
        assert is_asked(session, scene.cohort_id)
        found = progress_of(session, [enrolment(one) for one in (ada, ben, cleo)])
    assert found == {
        ada: Progress(asked=2, answered=1, missing=0),
        ben: Progress(asked=2, answered=0, missing=1),
    }
    owner = claim(ada)
    both = [enrolment(ada), enrolment(ben)]
    assert my_intake(both, viewer=owner) == {ada: found[ada]}


def test_whoever_has_no_seat_is_asked_nothing(scene: factories.Scene) -> None:
    asking.asks(scene)
    held = place_applicant(scene, "ada")
    with pytest.raises(NotFound):
        intake(held, viewer=APPLICANT(held))
    ben = _given(scene, "Ben")
    claim(ben)
    with pytest.raises(NotFound):
        intake(ben, viewer=APPLICANT(ben))
