"""A cohort that asks something after enrolment, as tests need it."""

from sqlalchemy import select

from mentorhub.enrolment.actions.intake import save_answers
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.versions import version_of
from mentorhub.programs.actions.intake import add_intake_question
from mentorhub.programs.rules.intake import IntakeWords
from tests.support.factories import Scene

GOAL = "What would you like to be different?"
HOURS = "How many hours a week do you have?"


def asks(
    scene: Scene, question: str = GOAL, *, is_long: bool = True, is_required: bool = False
) -> str:
    """The public id of one more question."""
    words = IntakeWords(question, is_long, is_required)
    return add_intake_question(scene.cohort_id, viewer=USER(scene.mentor_id), words=words)


def answers(
    enrolment_id: int, said: dict[str, str], *, viewer: Viewer, seen: dict[str, str] | None = None
) -> None:
    """Save them; `seen` are the answers that stood on the page."""
    save_answers(enrolment_id, viewer=viewer, answers=said, seen=version_of(seen or {}))


def answered_at_once(scene: Scene, enrolment_id: int, said: str, *, by: int) -> str:
    """The public id of a new question, which this user answered when the seat was new."""
    question = asks(scene)
    with transaction(viewer=SYSTEM) as session:
        enrolled_at = session.get_one(Enrolment, enrolment_id).enrolled_at
        assert enrolled_at is not None
    with clock.moved(enrolled_at - clock.now()):
        answers(enrolment_id, {question: said}, viewer=USER(by))
    return question


def stored() -> list[tuple[str, str]]:
    """(question, answer) of all there are."""
    db.session.rollback()
    rows = db.session.scalars(
        select(IntakeAnswer).order_by(IntakeAnswer.id).execution_options(populate_existing=True)
    )
    return [(row.question, row.answer) for row in rows]
