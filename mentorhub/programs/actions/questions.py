"""What people ask of a programme, with its answer: added, changed, taken away, put higher or lower. Public at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.offers import Program, ProgramQuestion
from mentorhub.programs.queries.programs import own_program
from mentorhub.programs.rules.order import moved, number
from mentorhub.programs.rules.texts import (
    QUESTIONS_MAX,
    TooManyQuestions,
    refuse_long_texts,
    refuse_missing,
)


def add_question(program_id: int, *, viewer: Viewer, question: str, answer_md: str) -> str:
    """Put a question after the others; its public id.

    Raises `TextMissing`, `TextTooLong`, `TooManyQuestions`, `NotFound` to strangers.
    """
    words = _fit(question, answer_md)
    with transaction(viewer=viewer) as session:
        questions = _locked(session, program_id, viewer=viewer)
        if len(questions) >= QUESTIONS_MAX:
            raise TooManyQuestions
        program = session.get_one(Program, program_id)
        added = ProgramQuestion(
            practice_id=program.practice_id,
            program_id=program_id,
            position=len(questions) + 1,
            **words,
        )
        session.add(added)
        session.flush()
        return added.public_id


def change_question(
    public_id: str, *, program_id: int, viewer: Viewer, question: str, answer_md: str, seen: str
) -> None:
    """Other words for it; `seen` is the version of `ProgramQuestion.written` that was read before.

    Raises `TextMissing`, `TextTooLong`, `ChangedElsewhere`, `NotFound` to strangers and for another programme's.
    """
    words = _fit(question, answer_md)
    with transaction(viewer=viewer) as session:
        found = _one(_locked(session, program_id, viewer=viewer), public_id)
        refuse_overwriting(found.written, words, seen=seen)
        found.question, found.answer_md = words["question"], words["answer_md"]


def remove_question(public_id: str, *, program_id: int, viewer: Viewer) -> tuple[str, str]:
    """Take it away; what it said, so that it can be put back. Raises `NotFound` as `change_question`."""
    with transaction(viewer=viewer) as session:
        questions = _locked(session, program_id, viewer=viewer)
        found = _one(questions, public_id)
        questions.remove(found)
        session.delete(found)
        number(questions)
        return found.question, found.answer_md


def move_question(public_id: str, *, program_id: int, viewer: Viewer, by: int) -> None:
    """Put it `by` places lower, higher where negative; at an end it stays. Raises `NotFound` as `change_question`."""
    with transaction(viewer=viewer) as session:
        questions = _locked(session, program_id, viewer=viewer)
        found = _one(questions, public_id)
        number(moved(questions, found, by=by))


def _fit(question: str, answer_md: str) -> dict[str, str]:
    words = {"question": clean_name(question), "answer_md": answer_md}
    for field, text in words.items():
        refuse_missing(field, text)
    refuse_long_texts(words)
    return words


def _locked(session: Session, program_id: int, *, viewer: Viewer) -> list[ProgramQuestion]:
    """The programme's questions in order, under its lock: two who move them wait for each other."""
    own_program(program_id, viewer=viewer)
    session.get_one(Program, program_id, with_for_update={"key_share": True})
    return list(
        session.scalars(
            select(ProgramQuestion)
            .where(ProgramQuestion.program_id == program_id)
            .order_by(ProgramQuestion.position, ProgramQuestion.id)
            .execution_options(populate_existing=True)
        )
    )


def _one(questions: list[ProgramQuestion], public_id: str) -> ProgramQuestion:
    for question in questions:
        if question.public_id == public_id:
            return question
    raise NotFound
