"""The invariants of intake answers: whose they are, and what they answer."""

from collections.abc import Callable

from sqlalchemy import Select, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.enrolment.models.mentorships import names_somebody
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.intake import IntakeQuestion


def an_intake_answer_is_to_a_question_of_its_cohort(*, viewer: Viewer) -> list[str]:
    """Places that have answered what another cohort asks."""
    return _found(
        _answering()
        .join(IntakeQuestion, IntakeQuestion.id == IntakeAnswer.question_id)
        .where(IntakeQuestion.cohort_id != Enrolment.cohort_id),
        viewer=viewer,
    )


def only_a_seat_has_intake_answers(*, viewer: Viewer) -> list[str]:
    """Places that were asked before they were enrolled, or at all without having been."""
    return _found(_answering().where(Enrolment.enrolled_at.is_(None)), viewer=viewer)


def no_nameless_place_has_intake_answers(*, viewer: Viewer) -> list[str]:
    """Places whose person was erased, and whose words were not."""
    return _found(_answering().where(~names_somebody()), viewer=viewer)


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    an_intake_answer_is_to_a_question_of_its_cohort,
    only_a_seat_has_intake_answers,
    no_nameless_place_has_intake_answers,
)


def _answering() -> Select[str]:
    return (
        select(Enrolment.public_id)
        .join(IntakeAnswer, IntakeAnswer.enrolment_id == Enrolment.id)
        .distinct()
    )


def _found(query: Select[str], *, viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(session.scalars(query))
