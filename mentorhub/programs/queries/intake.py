"""Reads of intake questions: for the editor of their cohort, and for whoever is asked them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.programs.queries.editing import offering
from mentorhub.programs.rules.intake import IntakeWords


@dataclass(frozen=True)
class IntakeQuestionEdited:
    """A question as it is stored; `written` is what its version is of."""

    public_id: str
    written: IntakeWords


def edited_intake(cohort_id: int, *, viewer: Viewer) -> tuple[IntakeQuestionEdited, ...]:
    """A cohort's questions in order, before its practice; none to anybody else. One query."""
    with reading(viewer=viewer) as session:
        mine = select(Cohort.id).where(
            Cohort.id == cohort_id, Cohort.practice_id.in_(offering(viewer))
        )
        rows = session.scalars(
            select(IntakeQuestion)
            .where(IntakeQuestion.cohort_id.in_(mine), IntakeQuestion.removed_at.is_(None))
            .order_by(IntakeQuestion.position, IntakeQuestion.id)
            .execution_options(populate_existing=True)
        )
        return tuple(IntakeQuestionEdited(row.public_id, row.written) for row in rows)


def intake_of(session: Session, cohort_id: int) -> Sequence[IntakeQuestion]:
    """A cohort's questions in order, as they are asked now; inside a transaction or a reading."""
    return session.scalars(
        select(IntakeQuestion)
        .where(IntakeQuestion.cohort_id == cohort_id, IntakeQuestion.removed_at.is_(None))
        .order_by(IntakeQuestion.position, IntakeQuestion.id)
        .execution_options(populate_existing=True)
    ).all()


def is_asked(session: Session, cohort_id: int) -> bool:
    """Whether a cohort asks anything; inside a transaction or a reading."""
    found = select(IntakeQuestion.id).where(
        IntakeQuestion.cohort_id == cohort_id, IntakeQuestion.removed_at.is_(None)
    )
    return session.scalar(found.limit(1)) is not None
