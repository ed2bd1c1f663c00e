"""Reads of the editor: the programmes of the viewer's practices, and one of them as its owner or a mentor writes it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program, ProgramQuestion, Written
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import IN_PUBLIC, CohortState, PublicState, current
from mentorhub.programs.rules.offers import MAY_OFFER, ProgramState


@dataclass(frozen=True)
class OfferingPractice:
    """A practice whose programmes the viewer may change."""

    id: int
    public_id: str
    name: str
    slug: str


@dataclass(frozen=True)
class CohortListed:
    """The cohort of a programme that counts now; `state` is None for a draft."""

    name: str
    state: PublicState | None
    seats: int
    taken: int
    waiting: int


@dataclass(frozen=True)
class ProgramListed:
    """One line of the list."""

    public_id: str
    title: str
    slug: str
    state: ProgramState
    cohort: CohortListed | None


@dataclass(frozen=True)
class QuestionEdited:
    """A question as it is stored; `written` is what its version is of."""

    public_id: str
    question: str
    answer_md: str

    @property
    def written(self) -> dict[str, str]:
        """As `ProgramQuestion.written`."""
        return {"question": self.question, "answer_md": self.answer_md}


@dataclass(frozen=True)
class ProgramEdited:
    """A programme before its practice. `image_version` is '' where its picture is drawn of its words."""

    id: int
    public_id: str
    state: ProgramState
    was_public: bool
    terms_version: int
    practice: OfferingPractice
    written: Written
    questions: tuple[QuestionEdited, ...]
    image_version: str


def offering(viewer: Viewer) -> Select[int]:
    """The ids of the practices whose programmes the viewer may change."""
    user_id = viewer.id if viewer.kind == "user" else None
    return select(Membership.practice_id).where(
        Membership.user_id == user_id, Membership.role.in_(MAY_OFFER)
    )


def offering_practices(*, viewer: Viewer) -> list[OfferingPractice]:
    """Those whose programmes the viewer may change, the oldest first."""
    query = (
        select(Practice.id, Practice.public_id, Practice.name, Practice.slug)
        .where(Practice.id.in_(offering(viewer)))
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [OfferingPractice(*row) for row in session.execute(query)]


def listed_programs(practice_id: int, *, viewer: Viewer, now: dt.datetime) -> list[ProgramListed]:
    """A practice's programmes, archived ones last, each with the cohort that counts now. Two queries.

    None of a practice whose programmes the viewer may not change.
    """
    mine = (Program.practice_id == practice_id, Program.practice_id.in_(offering(viewer)))
    with reading(viewer=viewer) as session:
        programs = session.scalars(select(Program).where(*mine).order_by(Program.id)).all()
        cohorts = defaultdict(list)
        for cohort in session.scalars(
            select(Cohort)
            .join(Cohort.program)
            .where(*mine, Cohort.rehearses_id.is_(None))
            .order_by(Cohort.opens_at, Cohort.id)
        ):
            cohorts[cohort.program_id].append(cohort)
        listed = [_listed(one, cohorts[one.id], now=now) for one in programs]
    return sorted(listed, key=lambda one: one.state == ProgramState.ARCHIVED)


def offered_program(public_id: str, *, viewer: Viewer) -> int:
    """The id of a programme that the viewer may change; raises `NotFound` to anybody else."""
    query = select(Program.id).where(
        Program.public_id == public_id, Program.practice_id.in_(offering(viewer))
    )
    with reading(viewer=viewer) as session:
        found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def edited_program(program_id: int, *, viewer: Viewer) -> ProgramEdited:
    """What its form is filled from, with its questions. Raises `NotFound` as `offered_program`."""
    with reading(viewer=viewer) as session:
        program = _own(session, program_id, viewer=viewer)
        version = select(ShareImage.version).where(ShareImage.program_id == program.id)
        practice = program.practice
        return ProgramEdited(
            id=program.id,
            public_id=program.public_id,
            state=program.state,
            was_public=program.published_at is not None,
            terms_version=program.terms_version,
            practice=OfferingPractice(
                practice.id, practice.public_id, practice.name, practice.slug
            ),
            written=program.written,
            questions=tuple(_question(one) for one in program.questions),
            image_version=session.scalar(version) or "",
        )


def own_page(program_id: int, *, viewer: Viewer, now: dt.datetime) -> ProgramPage:
    """Its page as visitors see it, or would; also of a draft. Raises `NotFound` as `offered_program`."""
    with reading(viewer=viewer) as session:
        program = _own(session, program_id, viewer=viewer)
        cohorts = session.scalars(
            select(Cohort)
            .where(Cohort.program_id == program.id, Cohort.state.in_(IN_PUBLIC))
            .options(joinedload(Cohort.prices), joinedload(Cohort.mentor).load_only(User.name))
        ).unique()
        return shown.page(program, current(cohorts.all(), now=now), slug=program.slug, now=now)


def _own(session: Session, program_id: int, *, viewer: Viewer) -> Program:
    found = session.scalars(
        select(Program)
        .where(Program.id == program_id, Program.practice_id.in_(offering(viewer)))
        .options(joinedload(Program.practice), joinedload(Program.questions))
        .execution_options(populate_existing=True)
    ).unique()
    program = found.one_or_none()
    if program is None:
        raise NotFound
    return program


def _question(row: ProgramQuestion) -> QuestionEdited:
    return QuestionEdited(row.public_id, row.question, row.answer_md)


def _listed(program: Program, cohorts: list[Cohort], *, now: dt.datetime) -> ProgramListed:
    public = [one for one in cohorts if one.state != CohortState.DRAFT]
    cohort = current(public, now=now) or next(iter(cohorts), None)
    return ProgramListed(
        public_id=program.public_id,
        title=program.title,
        slug=program.slug,
        state=program.state,
        cohort=_cohort(cohort, now=now) if cohort else None,
    )


def _cohort(cohort: Cohort, *, now: dt.datetime) -> CohortListed:
    is_draft = cohort.state == CohortState.DRAFT
    return CohortListed(
        name=cohort.name,
        state=None if is_draft else cohort.public_state(now),
        seats=cohort.seats,
        taken=cohort.taken,
        waiting=cohort.waiting,
    )
