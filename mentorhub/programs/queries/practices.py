"""A practice as visitors see it, at the address it has or had: its words, its owner's photo, its programmes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.models.practices import Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.slugs import SlugMisshapen, refuse_misshapen_slug
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import IN_PUBLIC, PublicState, current
from mentorhub.programs.rules.offers import ProgramState

# What may be joined stands first, then what will be, then what is under way or over.
_RANK = (
    *(PublicState.OPEN, PublicState.FULL, PublicState.PAUSED, PublicState.SCHEDULED),
    *(PublicState.CLOSED, PublicState.RUNNING, PublicState.ENDED, PublicState.CANCELLED),
)


@dataclass(frozen=True)
class PracticePage:
    """What its page shows. `moved_to` is the present slug where an earlier one was asked for; else ''.

    `photo_id` is '' where no owner shows theirs.
    """

    name: str
    slug: str
    moved_to: str
    about_md: str
    place_name: str
    timezone: str
    locale: str
    photo_id: str
    programs: tuple[ProgramPage, ...]


@dataclass(frozen=True)
class PracticePhoto:
    """The WebP picture that stands on a practice's page; `slug` is the practice's present address."""

    slug: str
    photo_id: str
    image: bytes


def practice_page(slug: str, *, viewer: Viewer, now: dt.datetime) -> PracticePage:
    """The practice at this address, or at the one it has moved to. Four queries, however many programmes.

    Raises `NotFound` for an address that never was, and while the practice has nothing public.
    """
    of_it = select(Practice).join(PracticeSlug, PracticeSlug.practice_id == Practice.id)
    with reading(viewer=viewer) as session:
        practice = session.scalar(of_it.where(PracticeSlug.slug == _slug(slug)))
        if practice is None:
            raise NotFound
        pages = _pages(session, practice.id, now=now)
        if not pages:
            raise NotFound
        return PracticePage(
            name=practice.name,
            slug=practice.slug,
            moved_to=practice.slug if practice.slug != slug else "",
            about_md=practice.about_md,
            place_name=practice.place_name,
            timezone=practice.timezone,
            locale=practice.locale,
            photo_id=photo.photo_id if (photo := _photo_of(practice.id)) else "",
            programs=tuple(sorted(pages, key=_standing)),
        )


def practice_photo(slug: str, *, viewer: Viewer) -> PracticePhoto:
    """The photo on the page of the practice that has or had this address. Two queries.

    Raises `NotFound` where there is none, and while the practice has nothing public.
    """
    has_public = exists().where(
        Program.practice_id == Practice.id, Program.state == ProgramState.PUBLISHED
    )
    of_it = (
        select(Practice.id, Practice.slug)
        .join(PracticeSlug, PracticeSlug.practice_id == Practice.id)
        .where(PracticeSlug.slug == _slug(slug), has_public)
    )
    with reading(viewer=viewer) as session:
        practice = session.execute(of_it).one_or_none()
        if practice is None:
            raise NotFound
    found = _photo_of(practice.id, UserPhoto.image)
    if found is None:
        raise NotFound
    return PracticePhoto(practice.slug, found.photo_id, found.image)


def _slug(asked: str) -> str:
    """As asked. One that cannot exist never reaches the database: PostgreSQL fails on some of them."""
    try:
        refuse_misshapen_slug(asked)
    except SlugMisshapen as error:
        raise NotFound from error
    return asked


def _pages(session: Session, practice_id: int, *, now: dt.datetime) -> list[ProgramPage]:
    """Of each public programme, in the order of their making. Two queries."""
    public = Program.practice_id == practice_id, Program.state == ProgramState.PUBLISHED
    programs = session.execute(
        select(Program, ShareImage.version)
        .outerjoin(ShareImage, ShareImage.program_id == Program.id)
        .where(*public)
        .options(joinedload(Program.practice), joinedload(Program.questions))
        .order_by(Program.id)
    )
    versions = {program: version or "" for program, version in programs.unique()}
    cohorts: dict[int, list[Cohort]] = defaultdict(list)
    for cohort in session.scalars(_cohorts([one.id for one in versions])).unique():
        cohorts[cohort.program_id].append(cohort)
    return [
        shown.page(
            one, current(cohorts[one.id], now=now), slug=one.slug, image_version=version, now=now
        )
        for one, version in versions.items()
    ]


def _cohorts(program_ids: list[int]) -> Select[Cohort]:
    found = select(Cohort).where(Cohort.program_id.in_(program_ids), Cohort.state.in_(IN_PUBLIC))
    return found.options(joinedload(Cohort.prices), joinedload(Cohort.mentor)).order_by(Cohort.id)


def _photo_of(practice_id: int, *columns: Any) -> Any:
    """The photo (its `photo_id` and these columns) of who has owned a public practice longest; None for none.

    Among the owners who show theirs; an account that is being closed shows none. Who belongs to a practice is for
    nobody to read: the system looks, and says no more than this.
    """
    of_an_owner = (
        select(UserPhoto.public_id.label("photo_id"), *columns)
        .join(User, User.id == UserPhoto.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.practice_id == practice_id, Membership.role == Role.OWNER)
        .where(User.closing_at.is_(None), UserPhoto.is_public)
        .order_by(Membership.id)
        .limit(1)
    )
    with reading(viewer=SYSTEM) as session:
        return session.execute(of_an_owner).one_or_none()


def _standing(page: ProgramPage) -> tuple[int, dt.datetime, int]:
    rank = _RANK.index(page.state) if page.cohort else len(_RANK)
    at = page.cohort.opens_at if page.cohort else dt.datetime.max.replace(tzinfo=dt.UTC)
    return rank, at, page.id
