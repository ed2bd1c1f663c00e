"""A practice as visitors see it, at the address it has or had: its own words and every programme that is public."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.slugs import SlugMisshapen, refuse_misshapen_slug
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import CohortState, current
from mentorhub.programs.rules.offers import ProgramState


@dataclass(frozen=True)
class PracticePage:
    """What its page shows. `moved_to` is the present slug where an earlier one was asked for; else ''."""

    name: str
    slug: str
    moved_to: str
    about_md: str
    place_name: str
    timezone: str
    locale: str
    programs: tuple[ProgramPage, ...]


def practice_page(slug: str, *, viewer: Viewer, now: dt.datetime) -> PracticePage:
    """The practice at this address, or at the one it has moved to. Three queries, however many programmes.

    Raises `NotFound` for an address that never was, and while the practice has nothing public.
    """
    try:
        refuse_misshapen_slug(slug)  # PostgreSQL fails on some that cannot exist
    except SlugMisshapen as error:
        raise NotFound from error
    of_it = select(Practice).join(PracticeSlug, PracticeSlug.practice_id == Practice.id)
    with reading(viewer=viewer) as session:
        practice = session.scalar(of_it.where(PracticeSlug.slug == slug))
        if practice is None:
            raise NotFound
        public = Program.practice_id == practice.id, Program.state == ProgramState.PUBLISHED
        with_it = joinedload(Program.practice), joinedload(Program.questions)
        programs = session.scalars(
            select(Program).where(*public).options(*with_it).order_by(Program.id)
        )
        found = programs.unique().all()
        if not found:
            raise NotFound
        cohorts: dict[int, list[Cohort]] = defaultdict(list)
        for cohort in session.scalars(_cohorts([one.id for one in found])).unique():
            cohorts[cohort.program_id].append(cohort)
        return PracticePage(
            name=practice.name,
            slug=practice.slug,
            moved_to=practice.slug if practice.slug != slug else "",
            about_md=practice.about_md,
            place_name=practice.place_name,
            timezone=practice.timezone,
            locale=practice.locale,
            programs=tuple(
                shown.page(one, current(cohorts[one.id], now=now), slug=one.slug, now=now)
                for one in found
            ),
        )


def _cohorts(program_ids: list[int]) -> Select[Cohort]:
    in_public = (CohortState.PUBLISHED, CohortState.CANCELLED)
    found = select(Cohort).where(Cohort.program_id.in_(program_ids), Cohort.state.in_(in_public))
    return found.options(joinedload(Cohort.prices), joinedload(Cohort.mentor)).order_by(Cohort.id)
