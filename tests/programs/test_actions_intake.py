"""Intake questions are added, changed, moved and taken away one by one; each refusal leaves them as they were."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.enrolment.actions.endings import cancel_cohort
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import intake
from mentorhub.programs.actions.cohort_changes import duplicate_cohort
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.programs.queries.intake import edited_intake
from mentorhub.programs.rules.cohort_changes import NoLongerFree
from mentorhub.programs.rules.intake import INTAKE_QUESTIONS_MAX, IntakeWords
from mentorhub.programs.rules.texts import TextMissing, TextTooLong, TooManyQuestions
from tests.support import asking, factories

pytestmark = pytest.mark.database
OTHER = IntakeWords("Two, really?", is_long=False, is_required=True)


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A cohort that asks three things."""
    made = factories.scene()
    for question in ("One?", "Two?", "Three?"):
        asking.asks(made, question)
    return made


def _asked(scene: factories.Scene) -> list[str]:
    db.session.rollback()
    found = edited_intake(scene.cohort_id, viewer=USER(scene.mentor_id))
    return [one.written.question for one in found]


def _id(question: str) -> str:
    found = select(IntakeQuestion.public_id).where(IntakeQuestion.question == question)
    return db.session.scalars(found).one()


def _at(scene: factories.Scene, **other: Any) -> dict[str, Any]:
    return {"cohort_id": scene.cohort_id, "viewer": USER(scene.mentor_id), **other}


def test_a_question_moves(scene: factories.Scene) -> None:
    intake.move_intake_question(_id("Three?"), by=-1, **_at(scene))
    assert _asked(scene) == ["One?", "Three?", "Two?"]


def test_a_question_taken_away_is_asked_no_more_and_its_words_bring_it_back(
    scene: factories.Scene,
) -> None:
    public_id = _id("Two?")
    said = intake.remove_intake_question(public_id, **_at(scene))
    assert (said, _asked(scene)) == (IntakeWords("Two?"), ["One?", "Three?"])
    with pytest.raises(NotFound):
        intake.remove_intake_question(public_id, **_at(scene))
    assert asking.asks(scene, "Two?", is_required=True) == public_id  # with the answers it had
    assert _asked(scene) == ["One?", "Three?", "Two?"]
    assert edited_intake(scene.cohort_id, viewer=USER(scene.mentor_id))[2].written.is_required
    assert asking.asks(scene, "Two?") != public_id  # one that is asked stays another's


def test_a_question_is_changed_by_who_saw_it_and_in_a_second_tab_refused(
    scene: factories.Scene,
) -> None:
    public_id, seen = _id("Two?"), version_of(IntakeWords("Two?"))
    intake.change_intake_question(public_id, words=OTHER, seen=seen, **_at(scene))
    late = IntakeWords("Two, too?")
    with pytest.raises(ChangedElsewhere):
        intake.change_intake_question(public_id, words=late, seen=seen, **_at(scene))
    intake.change_intake_question(public_id, words=OTHER, seen=seen, **_at(scene))  # the same again
    found = edited_intake(scene.cohort_id, viewer=USER(scene.mentor_id))[1]
    assert found.written == OTHER


@pytest.mark.parametrize(
    ("question", "refusal"), [("\u200b ", TextMissing), ("x" * 301, TextTooLong)]
)
def test_a_question_without_words_or_with_too_many_is_refused(
    scene: factories.Scene, question: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asking.asks(scene, question)
    with pytest.raises(refusal):
        words = IntakeWords(question)
        intake.change_intake_question(_id("One?"), words=words, seen="", **_at(scene))
    assert _asked(scene) == ["One?", "Two?", "Three?"]


def test_there_is_an_end_to_questions(scene: factories.Scene) -> None:
    for count in range(INTAKE_QUESTIONS_MAX - 3):
        asking.asks(scene, f"{count}?")
    with pytest.raises(TooManyQuestions):
        asking.asks(scene, "One more?")


def test_a_cancelled_cohort_asks_what_it_asked(scene: factories.Scene) -> None:
    cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    one = _id("One?")
    tried: list[Callable[[], object]] = [
        lambda: asking.asks(scene, "Four?"),
        lambda: intake.change_intake_question(one, words=OTHER, seen="", **_at(scene)),
        lambda: intake.move_intake_question(one, by=1, **_at(scene)),
        lambda: intake.remove_intake_question(one, **_at(scene)),
    ]
    for act in tried:
        with pytest.raises(NoLongerFree):
            act()
    assert _asked(scene) == ["One?", "Two?", "Three?"]


def test_strangers_and_other_cohorts_reach_no_question(scene: factories.Scene) -> None:
    rival = factories.program(*factories.practice(mentor_email="rival@example.org"), slug="other")
    theirs = USER(rival.mentor_id)
    for cohort_id in (scene.cohort_id, rival.cohort_id):
        at = {"cohort_id": cohort_id, "viewer": theirs}
        for act in (
            lambda at=at: intake.remove_intake_question(_id("One?"), **at),
            lambda at=at: intake.move_intake_question(_id("One?"), by=1, **at),
            lambda at=at: intake.change_intake_question(_id("One?"), words=OTHER, seen="", **at),
        ):
            with pytest.raises(NotFound):
                act()
    with pytest.raises(NotFound):
        intake.add_intake_question(scene.cohort_id, viewer=theirs, words=OTHER)
    assert _asked(scene) == ["One?", "Two?", "Three?"]
    assert edited_intake(scene.cohort_id, viewer=theirs) == ()


def test_a_copy_of_the_cohort_asks_the_same_in_rows_of_its_own(scene: factories.Scene) -> None:
    intake.move_intake_question(_id("Three?"), by=-2, **_at(scene))
    intake.remove_intake_question(_id("Two?"), **_at(scene))
    copied = duplicate_cohort(scene.cohort_id, viewer=USER(scene.mentor_id), name="Autumn")
    copy_id = db.session.scalars(select(Cohort.id).where(Cohort.public_id == copied)).one()
    found = edited_intake(copy_id, viewer=USER(scene.mentor_id))
    assert [one.written.question for one in found] == ["Three?", "One?"]
    assert db.session.scalar(select(func.count(IntakeQuestion.id))) == 3 + 2
    assert edited_intake(copy_id, viewer=SYSTEM) == ()  # the editor is its practice's
