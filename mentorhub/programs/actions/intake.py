"""A cohort's intake questions: added, changed, taken away, put higher or lower. Asked so from then on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.programs.queries.intake import intake_of
from mentorhub.programs.queries.programs import locked_cohort
from mentorhub.programs.rules.cohort_changes import NoLongerFree
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.intake import (
    INTAKE_QUESTIONS_MAX,
    IntakeWords,
    refuse_unfit_question,
)
from mentorhub.programs.rules.order import moved, number
from mentorhub.programs.rules.texts import TooManyQuestions


def add_intake_question(cohort_id: int, *, viewer: Viewer, words: IntakeWords) -> str:
    """Put a question after the others; its public id.

    The words of one that was taken away bring that one back, with the answers it had. Raises `TextMissing`,
    `TextTooLong`, `TooManyQuestions`, `NoLongerFree` where the cohort was cancelled, `NotFound` to strangers.
    """
    words = _fit(words)
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        questions = list(intake_of(session, cohort.id))
        if len(questions) >= INTAKE_QUESTIONS_MAX:
            raise TooManyQuestions
        added = _removed(session, cohort, words.question)
        if added is None:
            added = IntakeQuestion(practice_id=cohort.practice_id, cohort_id=cohort.id)
            session.add(added)
        added.write(words)
        added.removed_at = None
        number([*questions, added])
        session.flush()
        return added.public_id


def change_intake_question(
    public_id: str, *, cohort_id: int, viewer: Viewer, words: IntakeWords, seen: str
) -> None:
    """Other words for it; `seen` is the version of `IntakeQuestion.written` that was read before.

    Raises as `add_intake_question`, `ChangedElsewhere`, `NotFound` for another cohort's.
    """
    words = _fit(words)
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        found = _one(list(intake_of(session, cohort.id)), public_id)
        refuse_overwriting(found.written, words, seen=seen)
        found.write(words)


def remove_intake_question(public_id: str, *, cohort_id: int, viewer: Viewer) -> IntakeWords:
    """Ask it no more; what it said, so that it can be put back. Raises as `change_intake_question`."""
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        questions = list(intake_of(session, cohort.id))
        found = _one(questions, public_id)
        questions.remove(found)
        found.removed_at = clock.now()
        number(questions)
        return found.written


def move_intake_question(public_id: str, *, cohort_id: int, viewer: Viewer, by: int) -> None:
    """Put it `by` places lower, higher where negative; at an end it stays. Raises as `change_intake_question`."""
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        questions = list(intake_of(session, cohort.id))
        number(moved(questions, _one(questions, public_id), by=by))


def _fit(words: IntakeWords) -> IntakeWords:
    words = IntakeWords(clean_name(words.question), words.is_long, words.is_required)
    refuse_unfit_question(words)
    return words


def _locked(session: Session, cohort_id: int, *, viewer: Viewer) -> Cohort:
    """The cohort, under its lock: two who move its questions wait for each other."""
    cohort = locked_cohort(session, cohort_id, viewer=viewer)
    if cohort.state == CohortState.CANCELLED:
        raise NoLongerFree("question")
    return cohort


def _removed(session: Session, cohort: Cohort, question: str) -> IntakeQuestion | None:
    return session.scalars(
        select(IntakeQuestion)
        .where(
            IntakeQuestion.cohort_id == cohort.id,
            IntakeQuestion.question == question,
            IntakeQuestion.removed_at.is_not(None),
        )
        .order_by(IntakeQuestion.removed_at.desc(), IntakeQuestion.id.desc())
        .limit(1)
    ).first()


def _one(questions: list[IntakeQuestion], public_id: str) -> IntakeQuestion:
    for question in questions:
        if question.public_id == public_id:
            return question
    raise NotFound
