"""What search engines are told of: every public programme and practice, with the time of its last dated change."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import Subquery, and_, func, select, union_all

from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules.cohorts import IN_PUBLIC
from mentorhub.programs.rules.offers import ProgramState

# sitemaps.org allows 50,000 addresses in one file; a programme brings its practice's at most.
PROGRAMS_MAX = 24_000


class Listed(NamedTuple):
    """A public programme's address, when what it shows last changed as far as dated, and its practice's address."""

    slug: str
    changed_at: dt.datetime
    practice_slug: str
    practice_moved_at: dt.datetime


def listed_in_public(*, viewer: Viewer, now: dt.datetime) -> list[Listed]:
    """Every published programme, the newest first, `PROGRAMS_MAX` at most. One query.

    A page changes when it is published, moved, given other terms or another picture, and when its cohort opens, closes,
    allocates seats or is cancelled. When its other words were written is not stored, and not made up.
    """
    changes = _changes()
    latest = (
        select(changes.c.program_id, func.max(changes.c.at).label("at"))
        .where(changes.c.at <= now)
        .group_by(changes.c.program_id)
        .subquery()
    )
    present = and_(PracticeSlug.practice_id == Practice.id, PracticeSlug.slug == Practice.slug)
    published = (
        select(Program.slug, latest.c.at, Practice.slug, PracticeSlug.since)
        .join(Practice, Practice.id == Program.practice_id)
        .join(PracticeSlug, present)
        .join(latest, latest.c.program_id == Program.id)
        .where(Program.state == ProgramState.PUBLISHED)
        .order_by(Program.id.desc())
        .limit(PROGRAMS_MAX)
    )
    with reading(viewer=viewer) as session:
        return [Listed(*row) for row in session.execute(published)]


def _changes() -> Subquery:
    """(program_id, at) for each dated change."""
    own = (
        (Program.id, Program.published_at),
        (ProgramSlug.program_id, ProgramSlug.since),
        (ProgramTerms.program_id, ProgramTerms.since),
        (ShareImage.program_id, ShareImage.changed_at),
    )
    moments = (Cohort.opens_at, Cohort.closes_at, Cohort.allocated_at, Cohort.cancelled_at)
    is_public = Cohort.state.in_(IN_PUBLIC)
    return union_all(
        *(select(program_id.label("program_id"), at.label("at")) for program_id, at in own),
        *(select(Cohort.program_id, at).where(is_public) for at in moments),
    ).subquery()
