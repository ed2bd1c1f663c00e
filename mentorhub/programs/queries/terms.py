"""Reads of terms by version: those of a place, for what is reckoned by them; and the text, for everybody to read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules.terms import Policy

VERSION_MAX = 2**31 - 1  # no larger number reaches the database, which would not take it


@dataclass(frozen=True)
class TermsShown:
    """One version as it may be read: its texts in Markdown, its numbers, since when it stands, what it is called now.

    `slug` is the programme's present address; `is_present`: whoever takes a place now agrees to this version.
    """

    slug: str
    title: str
    practice_name: str
    locale: str
    timezone: str
    version: int
    is_present: bool
    since: dt.datetime
    terms_md: str
    refund_policy_md: str
    policy: Policy


def agreed_terms(session: Session, program_id: int, version: int) -> ProgramTerms:
    """The terms on which a place was taken, within a read or an action of who may see it."""
    return session.get_one(ProgramTerms, (program_id, version))


def agreed_policies(
    session: Session, places: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], Policy]:
    """As `agreed_terms`, of many at once: the numbers by (program id, version). One query."""
    key = tuple_(ProgramTerms.program_id, ProgramTerms.version)
    found = session.scalars(select(ProgramTerms).where(key.in_([*{*places}])))
    return {(one.program_id, one.version): one.policy for one in found}


def terms_shown(slug: str, version: int, *, viewer: Viewer) -> TermsShown:
    """This version, under any address that the programme has had; also once it is archived.

    Raises `NotFound` for a version that never was, and for a programme that was never public. One query.
    """
    if version > VERSION_MAX:
        raise NotFound
    query = (
        select(Program, ProgramTerms)
        .join(ProgramTerms, ProgramTerms.program_id == Program.id)
        .join(ProgramSlug, ProgramSlug.program_id == Program.id)
        .where(
            ProgramSlug.slug == slug,
            ProgramTerms.version == version,
            Program.published_at.is_not(None),
        )
        .options(joinedload(Program.practice))
    )
    with reading(viewer=viewer) as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    program, terms = row
    return TermsShown(
        slug=program.slug,
        title=program.title,
        practice_name=program.practice.name,
        locale=program.practice.locale,
        timezone=program.practice.timezone,
        version=terms.version,
        is_present=terms.version == program.terms_version,
        since=terms.since,
        terms_md=terms.terms_md,
        refund_policy_md=terms.refund_policy_md,
        policy=terms.policy,
    )
