"""Each invariant of intake answers finds its breach; the database refuses what it can."""

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.enrolment.invariants import intake as invariants
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER
from mentorhub.foundation.erasure import erased_address
from mentorhub.programs.models.intake import IntakeQuestion
from tests.support import asking, factories
from tests.support.applicants import assert_in_order, enrolment

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A cohort that asks one thing."""
    made = factories.scene()
    asking.asks(made)
    return made


@pytest.fixture
def ada(scene: factories.Scene) -> int:
    """Her seat, with the answer."""
    mentor = USER(scene.mentor_id)
    seat = grant_seat(scene.cohort_id, name="Ada", email="ada@example.org", viewer=mentor)
    asking.answers(seat, {_question(scene).public_id: "Less."}, viewer=APPLICANT(seat))
    assert_in_order()
    return seat


def _question(scene: factories.Scene) -> IntakeQuestion:
    with transaction(viewer=SYSTEM) as session:
        found = session.query(IntakeQuestion).filter_by(cohort_id=scene.cohort_id).one()
        session.expunge(found)
        return found


def test_an_intake_answer_is_to_a_question_of_its_cohort(scene: factories.Scene, ada: int) -> None:
    other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
    asking.asks(other)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(IntakeAnswer).values(question_id=_id_of(session, other)))
    found = invariants.an_intake_answer_is_to_a_question_of_its_cohort(viewer=SYSTEM)
    assert found == [enrolment(ada).public_id]


def _id_of(session: object, scene: factories.Scene) -> int:
    found = text("SELECT id FROM intake_question WHERE cohort_id = :cohort")
    return int(session.execute(found, {"cohort": scene.cohort_id}).scalar_one())  # type: ignore[attr-defined]


def test_only_a_seat_has_intake_answers(scene: factories.Scene, ada: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Enrolment).values(enrolled_at=None))
    found = invariants.only_a_seat_has_intake_answers(viewer=SYSTEM)
    assert found == [enrolment(ada).public_id]


def test_no_nameless_place_has_intake_answers(scene: factories.Scene, ada: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Enrolment).values(email=erased_address("place", ada)))
    found = invariants.no_nameless_place_has_intake_answers(viewer=SYSTEM)
    assert found == [enrolment(ada).public_id]


@pytest.mark.parametrize(("answer", "times"), [("", 1), ("x" * 4001, 1), ("Again", 2)])
def test_the_database_refuses_what_cannot_be(
    scene: factories.Scene, ada: int, answer: str, times: int
) -> None:
    rule = "a_question_is_answered_once|UNIQUE" if times == 2 else "answer_is_some_words"
    question = _question(scene)
    with pytest.raises(IntegrityError, match=rule), transaction(viewer=SYSTEM) as session:
        if times == 1:
            session.execute(text("DELETE FROM intake_answer"))
        session.add(
            IntakeAnswer(
                practice_id=scene.practice_id,
                enrolment_id=ada,
                question_id=question.id,
                question=question.question,
                answer=answer,
                answered_at=clock.now(),
            )
        )


def test_an_answer_never_points_into_another_practice(scene: factories.Scene, ada: int) -> None:
    rival = factories.program(*factories.practice(mentor_email="rival@example.org"), slug="other")
    asking.asks(rival)
    theirs = _question(rival).id
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(IntakeAnswer).values(question_id=theirs))
