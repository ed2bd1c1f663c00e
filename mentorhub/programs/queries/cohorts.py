"""Reads of the cohort's editor: a programme's cohorts, one of them with its prices, who may mentor it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.editing import OfferingPractice, offering
from mentorhub.programs.rules.cohort_changes import CohortWords, is_begun, kept_fields
from mentorhub.programs.rules.cohorts import CohortState, PublicState
from mentorhub.programs.rules.offers import MAY_OFFER, PriceKind, ProgramState
from mentorhub.programs.rules.prices import PriceWords, unpriced_since


@dataclass(frozen=True)
class OfferedProgram:
    """The programme that a cohort is of; `zone` and `currency` are its practice's."""

    id: int
    public_id: str
    title: str
    slug: str
    state: ProgramState
    practice: OfferingPractice
    zone: str
    currency: str
    mentors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PriceEdited:
    """A price as it is stored. `is_over`: nobody who arrives from now on gets it; `is_ended`: by hand."""

    public_id: str
    written: PriceWords
    kind: PriceKind
    is_over: bool
    is_ended: bool


@dataclass(frozen=True, kw_only=True)
class CohortEdited:
    """A cohort before its practice. `public_state` is None for a draft.

    `unpriced_from`: the first moment of its window, from now on, at which no price can be had; None where one always
    can.
    """

    id: int
    public_id: str
    program: OfferedProgram
    state: CohortState
    public_state: PublicState | None
    entries: int
    taken: int
    waiting: int
    written: CohortWords
    prices: tuple[PriceEdited, ...]
    unpriced_from: dt.datetime | None

    @property
    def is_begun(self) -> bool:
        """Whether something of it was promised."""
        return is_begun(self.state, entries=self.entries)

    @property
    def kept(self) -> frozenset[str]:
        """The fields that its form changes no more."""
        return kept_fields(self.state, entries=self.entries)

    def price(self, public_id: str) -> PriceEdited:
        """One of its prices. Raises `NotFound`."""
        for price in self.prices:
            if price.public_id == public_id:
                return price
        raise NotFound


def offered_cohort(public_id: str, *, viewer: Viewer) -> int:
    """The id of a cohort that the viewer may change; raises `NotFound` to anybody else."""
    query = select(Cohort.id).where(
        Cohort.public_id == public_id,
        Cohort.practice_id.in_(offering(viewer)),
        Cohort.rehearses_id.is_(None),
    )
    with reading(viewer=viewer) as session:
        found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def program_of_cohorts(program_id: int, *, viewer: Viewer) -> OfferedProgram:
    """The programme, with who may mentor a cohort of it. Raises `NotFound` to anybody but its practice."""
    query = select(Program).where(
        Program.id == program_id, Program.practice_id.in_(offering(viewer))
    )
    with reading(viewer=viewer) as session:
        program = session.scalar(query.options(joinedload(Program.practice)))
        if program is None:
            raise NotFound
        return _program(session, program)


def cohorts_of_program(
    program_id: int, *, viewer: Viewer, now: dt.datetime
) -> tuple[OfferedProgram, list[CohortEdited]]:
    """The programme with all its cohorts, those that open last first. Raises as `program_of_cohorts`."""
    with reading(viewer=viewer) as session:
        program = program_of_cohorts(program_id, viewer=viewer)
        found = session.scalars(
            _with_it().where(Cohort.program_id == program_id).order_by(Cohort.opens_at.desc())
        ).unique()
        return program, [_edited(one, program, now=now) for one in found]


def edited_cohort(cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> CohortEdited:
    """What its forms are filled from. Raises `NotFound` as `offered_cohort`."""
    with reading(viewer=viewer) as session:
        found = session.scalars(
            _with_it().where(Cohort.id == cohort_id, Cohort.practice_id.in_(offering(viewer)))
        ).unique()
        cohort = found.one_or_none()
        if cohort is None:
            raise NotFound
        return _edited(cohort, _program(session, cohort.program), now=now)


def _with_it() -> Select[Cohort]:
    return (
        select(Cohort)
        .where(Cohort.rehearses_id.is_(None))
        .options(
            joinedload(Cohort.prices),
            joinedload(Cohort.mentor),
            joinedload(Cohort.program).joinedload(Program.practice),
        )
        .execution_options(populate_existing=True)
    )


def _program(session: Session, program: Program) -> OfferedProgram:
    practice: Practice = program.practice
    mentors = session.execute(
        select(User.public_id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.practice_id == practice.id,
            Membership.role.in_(MAY_OFFER),
            User.closing_at.is_(None),
        )
        .order_by(User.name, User.id)
    )
    return OfferedProgram(
        id=program.id,
        public_id=program.public_id,
        title=program.title,
        slug=program.slug,
        state=program.state,
        practice=OfferingPractice(practice.id, practice.public_id, practice.name, practice.slug),
        zone=practice.timezone,
        currency=practice.currency,
        mentors=tuple((public_id, name) for public_id, name in mentors),
    )


def _edited(cohort: Cohort, program: OfferedProgram, *, now: dt.datetime) -> CohortEdited:
    since = max(now, cohort.opens_at)
    return CohortEdited(
        id=cohort.id,
        public_id=cohort.public_id,
        program=program,
        state=cohort.state,
        public_state=None if cohort.state == CohortState.DRAFT else cohort.public_state(now),
        entries=cohort.entries,
        taken=cohort.taken,
        waiting=cohort.waiting,
        written=cohort.written,
        prices=tuple(_price(one, now=now) for one in cohort.prices),
        unpriced_from=unpriced_since(cohort.prices, opens_at=since, closes_at=cohort.closes_at),
    )


def _price(price: Price, *, now: dt.datetime) -> PriceEdited:
    until = price.available_until
    return PriceEdited(
        public_id=price.public_id,
        written=price.written,
        kind=price.kind,
        is_over=until is not None and until <= now,
        is_ended=price.ended_at is not None,
    )
