"""Reads of programs: what the public page, the home page and seats.json show, and who may change a programme.

The values they return are in `shown`.
"""

import datetime as dt
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.slugs import SlugMisshapen, refuse_misshapen_slug
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramCard, ProgramPage, SeatsLeft
from mentorhub.programs.rules.cohorts import IN_PUBLIC, CohortState, Window, current
from mentorhub.programs.rules.offers import MAY_OFFER, ProgramState


class ProgramArchived(NotFound):
    """The programme at this address is not offered any more; carries its title."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def open_programs(*, viewer: Viewer, now: dt.datetime) -> list[ProgramCard]:
    """Every published programme that takes arrivals now or will, the longest open first. One query."""
    query = (
        select(Cohort)
        .join(Cohort.program)
        .where(
            Program.state == ProgramState.PUBLISHED,
            Cohort.state == CohortState.PUBLISHED,
            Cohort.closes_at > now,
        )
        .options(contains_eager(Cohort.program).joinedload(Program.practice), *_with_it())
        .order_by(Cohort.opens_at, Cohort.id)
    )
    first: dict[int, Cohort] = {}
    with reading(viewer=viewer) as session:
        for cohort in session.scalars(query).unique():
            first.setdefault(cohort.program_id, cohort)
        return [shown.card(cohort, now=now) for cohort in first.values()]


def program_page(slug: str, *, viewer: Viewer, now: dt.datetime) -> ProgramPage:
    """The page at this address, or at the one it has moved to. Two queries.

    Raises `NotFound` for an address that never was and for a programme that is not published, `ProgramArchived` for one
    that is not offered any more.
    """
    with reading(viewer=viewer) as session:
        row = (
            session.execute(
                select(Program, ShareImage.version)
                .join(ProgramSlug, ProgramSlug.program_id == Program.id)
                .outerjoin(ShareImage, ShareImage.program_id == Program.id)
                .where(ProgramSlug.slug == _slug(slug), Program.state != ProgramState.DRAFT)
                .options(joinedload(Program.practice), joinedload(Program.questions))
            )
            .unique()
            .one_or_none()
        )
        if row is None:
            raise NotFound
        program, image_version = row
        if program.state == ProgramState.ARCHIVED:
            raise ProgramArchived(program.title)
        cohorts = session.scalars(
            select(Cohort)
            .where(Cohort.program_id == program.id, Cohort.state.in_(IN_PUBLIC))
            .options(*_with_it())
        ).unique()
        cohort = current(cohorts.all(), now=now)
        return shown.page(program, cohort, slug=slug, image_version=image_version or "", now=now)


def seats(slug: str, *, viewer: Viewer, now: dt.datetime) -> SeatsLeft:
    """Only the counters of the current cohort, under any address the programme has had. One query.

    Raises `NotFound` as `program_page` does.
    """
    query = (
        select(Program.id, Cohort)
        .join(ProgramSlug, ProgramSlug.program_id == Program.id)
        .outerjoin(Cohort, and_(Cohort.program_id == Program.id, Cohort.state.in_(IN_PUBLIC)))
        .where(ProgramSlug.slug == _slug(slug), _is_published())
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(query).all()
        if not rows:
            raise NotFound
        cohorts = [cohort for _, cohort in rows if cohort is not None]
        return shown.seats_left(current(cohorts, now=now), now=now)


def refuse_strangers(practice_id: int, *, viewer: Viewer) -> None:
    """Only a practice's owner and mentors, and the system, may change its programmes.

    Raises `NotFound` for everybody else.
    """
    if viewer == SYSTEM:
        return
    query = select(Membership.id).where(
        Membership.practice_id == practice_id,
        Membership.user_id == viewer.id,
        Membership.role.in_(MAY_OFFER),
    )
    with reading(viewer=viewer) as session:
        if viewer.kind != "user" or session.scalar(query) is None:
            raise NotFound


def own_program(program_id: int, *, viewer: Viewer) -> Program:
    """The programme, for an action of its practice. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        program = session.get(Program, program_id)
        if program is None:
            raise NotFound
        refuse_strangers(program.practice_id, viewer=viewer)
        return program


def own_cohort(cohort_id: int, *, viewer: Viewer) -> Cohort:
    """The cohort, for an action of its practice. Raises `NotFound` to strangers, and for a rehearsal."""
    with reading(viewer=viewer) as session:
        cohort = session.get(Cohort, cohort_id)
        if cohort is None or cohort.is_rehearsal:
            raise NotFound
        refuse_strangers(cohort.practice_id, viewer=viewer)
        return cohort


def locked_cohort(session: Session, cohort_id: int, *, viewer: Viewer) -> Cohort:
    """As `own_cohort`, under its programme's lock, which publishing another cohort takes, too; and under its own."""
    found = own_cohort(cohort_id, viewer=viewer)
    session.get_one(Program, found.program_id, with_for_update={"key_share": True})
    return session.get_one(
        Cohort, cohort_id, with_for_update={"key_share": True}, populate_existing=True
    )


def other_windows(session: Session, program_id: int, *, but: int = 0) -> list[Window]:
    """Those of a programme's published cohorts but one; within an action, after the programme's lock."""
    others = session.scalars(
        select(Cohort).where(
            Cohort.program_id == program_id,
            Cohort.id != but,
            Cohort.state == CohortState.PUBLISHED,
        )
    )
    return [other.window for other in others]


def _slug(asked: str) -> str:
    """The slug as asked. One that cannot exist never reaches the database: PostgreSQL fails on some of them."""
    try:
        refuse_misshapen_slug(asked)
    except SlugMisshapen as error:
        raise NotFound from error
    return asked


def _is_published() -> Any:
    return Program.state == ProgramState.PUBLISHED


def _with_it() -> tuple[ORMOption, ORMOption]:
    return joinedload(Cohort.prices), joinedload(Cohort.mentor).load_only(User.name)
