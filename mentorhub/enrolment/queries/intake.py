"""Intake answers: a mentee's own with what is still asked, before the practice, and how far everybody has got."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.enrolment.rules.intake import ASKED, Progress, answers_until
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import APPLICANT, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.editing import offering
from mentorhub.programs.queries.intake import intake_of
from mentorhub.programs.rules.intake import IntakeWords


@dataclass(frozen=True)
class Asked:
    """One question as it is asked now, and its answer, '' for none; `answered` is the question as it was answered."""

    public_id: str
    words: IntakeWords
    answer: str
    answered: str


@dataclass(frozen=True)
class Answered:
    """One answer before the practice, '' for none; `is_asked_still`: the question was not taken away since."""

    question: str
    answer: str
    is_required: bool
    is_asked_still: bool
    at: dt.datetime | None


@dataclass(frozen=True)
class Intake:
    """What a mentee is asked and has answered, until `until`. `earlier`: answers that are asked for no more."""

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    asked: tuple[Asked, ...]
    earlier: tuple[Answered, ...]
    until: dt.datetime

    @property
    def answers(self) -> dict[str, str]:
        """{public id of a question: its answer}, of those that are answered: what the form's version is of."""
        return {one.public_id: one.answer for one in self.asked if one.answer}

    @property
    def asked_version(self) -> str:
        """Another as soon as a question changes."""
        return version_of([(one.public_id, vars(one.words)) for one in self.asked])

    @property
    def progress(self) -> Progress:
        """How far it has got."""
        missing = sum(one.words.is_required and not one.answer for one in self.asked)
        return Progress(len(self.asked), len(self.answers), missing)


def intake(enrolment_id: int, *, viewer: Viewer) -> Intake:
    """For the seat's account, and before there is one for the holder of its link.

    Raises `NotFound` to anybody else, for a place that is no seat, and where nothing is or was asked.
    """
    with reading(viewer=viewer) as session:
        enrolment = session.scalars(
            select(Enrolment)
            .where(Enrolment.id == enrolment_id)
            .options(
                joinedload(Enrolment.cohort).joinedload(Cohort.program).joinedload(Program.practice)
            )
            .execution_options(populate_existing=True)
        ).one()
        refuse_others(enrolment, viewer=viewer)
        cohort = enrolment.cohort
        stored = answers_of(session, enrolment_id)
        asked = tuple(
            _asked(one, stored.pop(one.id, None)) for one in intake_of(session, cohort.id)
        )
        if not asked and not stored:
            raise NotFound
        earlier = tuple(_answered(one, is_asked_still=False) for one in stored.values())
        return Intake(enrolment, cohort, cohort.program, asked, earlier, until_of(enrolment))


def refuse_others(enrolment: Enrolment, *, viewer: Viewer) -> None:
    """Raises `NotFound` to anybody but whose seat it is, and for a place that is no seat."""
    whose = APPLICANT(enrolment.id) if enrolment.user_id is None else USER(enrolment.user_id)
    if viewer != whose or enrolment.state not in ASKED:
        raise NotFound


def until_of(enrolment: Enrolment) -> dt.datetime:
    """When the answers of a seat close."""
    cohort = enrolment.cohort
    since = enrolment.enrolled_at or enrolment.arrived_at
    return answers_until(cohort.starts_on, since, zone=cohort.program.practice.timezone)


def answers_of(session: Session, enrolment_id: int) -> dict[int, IntakeAnswer]:
    """{question id: answer} of a seat, in the order in which they were first given; also to removed questions."""
    rows = session.scalars(
        select(IntakeAnswer)
        .where(IntakeAnswer.enrolment_id == enrolment_id)
        .order_by(IntakeAnswer.id)
        .execution_options(populate_existing=True)
    )
    return {row.question_id: row for row in rows}


def answers_read(enrolment_id: int, *, viewer: Viewer) -> tuple[Answered, ...]:
    """What the practice reads of a seat, in the questions' order; none where the place is no seat (any more).

    Raises `NotFound` to whoever may not manage its line.
    """
    with reading(viewer=viewer) as session:
        enrolment = session.scalars(
            select(Enrolment).where(
                Enrolment.id == enrolment_id, Enrolment.practice_id.in_(offering(viewer))
            )
        ).one_or_none()
        if enrolment is None:
            raise NotFound
        if enrolment.state not in ASKED:
            return ()
        stored = answers_of(session, enrolment_id)
        asked = [(one, stored.pop(one.id, None)) for one in intake_of(session, enrolment.cohort_id)]
        now_asked = [
            _answered(answer, is_asked_still=True) if answer else _unanswered(question)
            for question, answer in asked
        ]
        return (*now_asked, *(_answered(one, is_asked_still=False) for one in stored.values()))


def progress_of(session: Session, enrolments: Collection[Enrolment]) -> Mapping[int, Progress]:
    """{enrolment id: how far it has got} of those that are seats, of cohorts that ask something. One query."""
    seats = [one.id for one in enrolments if one.state in ASKED]
    if not seats:
        return {}
    is_missing = and_(IntakeQuestion.is_required, IntakeAnswer.id.is_(None))
    rows = session.execute(
        select(
            Enrolment.id,
            func.count(IntakeQuestion.id),
            func.count(IntakeAnswer.id),
            func.sum(case((is_missing, 1), else_=0)),
        )
        .join(
            IntakeQuestion,
            and_(
                IntakeQuestion.cohort_id == Enrolment.cohort_id,
                IntakeQuestion.removed_at.is_(None),
            ),
        )
        .outerjoin(
            IntakeAnswer,
            and_(
                IntakeAnswer.question_id == IntakeQuestion.id,
                IntakeAnswer.enrolment_id == Enrolment.id,
            ),
        )
        .where(Enrolment.id.in_(seats))
        .group_by(Enrolment.id)
    )
    return {one: Progress(asked, answered, int(missing)) for one, asked, answered, missing in rows}


def my_intake(enrolments: Collection[Enrolment], *, viewer: Viewer) -> Mapping[int, Progress]:
    """{enrolment id: how far its answers have got} of the viewer's own seats, by account or by link. One query."""
    mine = [one for one in enrolments if viewer in {USER(one.user_id or 0), APPLICANT(one.id)}]
    with reading(viewer=viewer) as session:
        return progress_of(session, mine)


def _asked(question: IntakeQuestion, answer: IntakeAnswer | None) -> Asked:
    return Asked(
        question.public_id,
        question.written,
        answer.answer if answer else "",
        answer.question if answer else "",
    )


def _unanswered(question: IntakeQuestion) -> Answered:
    return Answered(question.question, "", question.is_required, is_asked_still=True, at=None)


def _answered(row: IntakeAnswer, *, is_asked_still: bool) -> Answered:
    return Answered(
        row.question,
        row.answer,
        is_required=False,
        is_asked_still=is_asked_still,
        at=row.answered_at,
    )
