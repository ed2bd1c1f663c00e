"""Questions are added, changed, moved and taken away one by one; each refusal leaves them as they were."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import questions
from mentorhub.programs.models.offers import ProgramQuestion
from mentorhub.programs.rules.texts import (
    QUESTIONS_MAX,
    TextMissing,
    TextTooLong,
    TooManyQuestions,
)
from tests.support import factories

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A programme with three questions."""
    made = factories.scene()
    for question in ("One?", "Two?", "Three?"):
        _add(made, question)
    return made


def _add(scene: factories.Scene, question: str = "Four?", answer: str = "Yes.") -> str:
    viewer = USER(scene.mentor_id)
    return questions.add_question(
        scene.program_id, viewer=viewer, question=question, answer_md=answer
    )


def _stored(program_id: int) -> list[tuple[int, str]]:
    db.session.rollback()
    rows = db.session.scalars(
        select(ProgramQuestion)
        .where(ProgramQuestion.program_id == program_id)
        .order_by(ProgramQuestion.position)
        .execution_options(populate_existing=True)
    )
    return [(row.position, row.question) for row in rows]


def _id(question: str) -> str:
    found = select(ProgramQuestion.public_id).where(ProgramQuestion.question == question)
    return db.session.scalars(found).one()


@pytest.mark.parametrize(
    ("question", "by", "order"),
    [
        ("Three?", -1, ["One?", "Three?", "Two?"]),
        ("One?", 1, ["Two?", "One?", "Three?"]),
        ("One?", -1, ["One?", "Two?", "Three?"]),
        ("Three?", 1, ["One?", "Two?", "Three?"]),
        ("One?", 9, ["Two?", "Three?", "One?"]),
    ],
)
def test_a_question_moves_and_stays_where_the_list_ends(
    scene: factories.Scene, question: str, by: int, order: list[str]
) -> None:
    questions.move_question(
        _id(question), program_id=scene.program_id, viewer=USER(scene.mentor_id), by=by
    )
    assert _stored(scene.program_id) == list(enumerate(order, start=1))


def test_a_question_taken_away_leaves_no_gap_and_is_given_back_as_words(
    scene: factories.Scene,
) -> None:
    said = questions.remove_question(_id("Two?"), program_id=scene.program_id, viewer=SYSTEM)
    assert said == ("Two?", "Yes.")
    assert _stored(scene.program_id) == [(1, "One?"), (2, "Three?")]
    _add(scene)
    assert _stored(scene.program_id)[-1] == (3, "Four?")


def _change(scene: factories.Scene, **words: Any) -> None:
    seen = words.pop("seen", version_of({"question": "Two?", "answer_md": "Yes."}))
    questions.change_question(
        words.pop("public_id", None) or _id("Two?"),
        program_id=words.pop("program_id", scene.program_id),
        viewer=words.pop("viewer", USER(scene.mentor_id)),
        question=words.get("question", "Two, really?"),
        answer_md=words.get("answer_md", "No."),
        seen=seen,
    )


def test_a_question_is_changed_by_who_saw_it_and_in_a_second_tab_refused(
    scene: factories.Scene,
) -> None:
    public_id = _id("Two?")
    _change(scene)
    assert _stored(scene.program_id)[1] == (2, "Two, really?")
    with pytest.raises(ChangedElsewhere):
        _change(scene, public_id=public_id, question="Two, too?")
    _change(scene, public_id=public_id)  # the same words again
    assert _stored(scene.program_id)[1] == (2, "Two, really?")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"question": "\u200b "}, TextMissing),
        ({"answer_md": ""}, TextMissing),
        ({"question": "x" * 301}, TextTooLong),
        ({"answer_md": "x" * 4001}, TextTooLong),
    ],
)
def test_a_question_without_words_or_with_too_many_is_refused(
    scene: factories.Scene, words: dict[str, str], refusal: type[Exception]
) -> None:
    before = _stored(scene.program_id)
    with pytest.raises(refusal):
        _add(scene, words.get("question", "Q?"), words.get("answer_md", "A."))
    with pytest.raises(refusal):
        _change(scene, **words)
    assert _stored(scene.program_id) == before


def test_there_is_an_end_to_questions(scene: factories.Scene) -> None:
    for number in range(QUESTIONS_MAX - 3):
        _add(scene, f"{number}?")
    with pytest.raises(TooManyQuestions):
        _add(scene)


def test_strangers_and_other_programmes_reach_no_question(scene: factories.Scene) -> None:
    other = factories.program(*factories.practice(mentor_email="rival@example.org"), slug="other")
    theirs = USER(other.mentor_id)
    before = _stored(scene.program_id)
    for program_id, viewer in ((scene.program_id, theirs), (other.program_id, theirs)):
        at: Any = {"program_id": program_id, "viewer": viewer}
        with pytest.raises(NotFound):
            questions.remove_question(_id("One?"), **at)
        with pytest.raises(NotFound):
            questions.move_question(_id("One?"), by=1, **at)
        with pytest.raises(NotFound):
            _change(scene, **at)
    assert _stored(scene.program_id) == before
