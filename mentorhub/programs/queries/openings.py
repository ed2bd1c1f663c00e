"""Reads of who wants to be told of an opening: their own page, how many they are, whom to mail, whom to forget."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.openings import OpeningNotice
from mentorhub.programs.queries.editing import offering
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.offers import ProgramState
from mentorhub.programs.rules.openings import CONFIRMED_WITHIN, KEPT


@dataclass(frozen=True)
class OpeningAsked:
    """What the page of a notice shows. `is_ahead`: the cohort has not opened yet, and still will."""

    email: str
    is_confirmed: bool
    is_ahead: bool
    is_open: bool
    cohort_name: str
    opens_at: dt.datetime
    program_title: str
    program_slug: str
    practice_name: str
    locale: str
    timezone: str


def notice_of_link(opened: tuple[str, int] | None, *, viewer: Viewer) -> int:
    """The id of the notice whose link this is; `opened` is (public id, 0). Raises `NotFound`."""
    with reading(viewer=viewer) as session:
        asked = select(OpeningNotice.id).where(OpeningNotice.public_id == (opened or ("",))[0])
        found = session.scalar(asked)
    if found is None:
        raise NotFound
    return found


def opening_asked(notice_id: int, *, viewer: Viewer, now: dt.datetime) -> OpeningAsked:
    """For whoever holds its link, as `notice_of_link` asks. Raises `NotFound`."""
    with reading(viewer=viewer) as session:
        row = session.scalars(
            select(OpeningNotice)
            .where(OpeningNotice.id == notice_id)
            .options(
                joinedload(OpeningNotice.cohort)
                .joinedload(Cohort.program)
                .joinedload(Program.practice)
            )
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            raise NotFound
        cohort, program = row.cohort, row.cohort.program
        return OpeningAsked(
            email=row.email,
            is_confirmed=row.confirmed_at is not None,
            is_ahead=is_ahead(cohort, now=now),
            is_open=is_open(cohort, now=now),
            cohort_name=cohort.name,
            opens_at=cohort.opens_at,
            program_title=program.title,
            program_slug=program.slug,
            practice_name=program.practice.name,
            locale=program.practice.locale,
            timezone=program.practice.timezone,
        )


def is_ahead(cohort: Cohort, *, now: dt.datetime) -> bool:
    """Whether a cohort is public and has not opened yet."""
    is_public = cohort.program.state == ProgramState.PUBLISHED
    return is_public and cohort.state == CohortState.PUBLISHED and now < cohort.opens_at


def is_open(cohort: Cohort, *, now: dt.datetime) -> bool:
    """Whether a public cohort takes arrivals; a full or paused one does, too."""
    is_public = cohort.program.state == ProgramState.PUBLISHED
    is_published = cohort.state == CohortState.PUBLISHED
    return is_public and is_published and cohort.opens_at <= now < cohort.closes_at


def wanting_to_know(cohort_id: int, *, viewer: Viewer) -> int:
    """How many have confirmed that they want to be told; 0 to anybody but the cohort's practice.

    Counted as the system: nobody of the practice can read the rows.
    """
    mine = select(Cohort.id).where(Cohort.id == cohort_id, Cohort.practice_id.in_(offering(viewer)))
    counted = select(func.count(OpeningNotice.id)).where(
        OpeningNotice.cohort_id.in_(mine), OpeningNotice.confirmed_at.is_not(None)
    )
    with reading(viewer=SYSTEM) as session:
        return session.scalar(counted) or 0


def openings_to_announce(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Confirmed notices of cohorts that are open by now, those who asked first before the others."""
    due = (
        select(OpeningNotice.id)
        .join(Cohort, Cohort.id == OpeningNotice.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .where(
            OpeningNotice.confirmed_at.is_not(None),
            OpeningNotice.mailed_at.is_(None),
            Cohort.state == CohortState.PUBLISHED,
            Program.state == ProgramState.PUBLISHED,
            Cohort.opens_at <= now,
            Cohort.closes_at > now,
        )
        .order_by(OpeningNotice.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def notices_to_forget(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Those whose time is over, and those of people whose account is to be erased."""
    due = (
        select(OpeningNotice.id)
        .join(Cohort, Cohort.id == OpeningNotice.cohort_id)
        .where(is_over(now))
        .order_by(OpeningNotice.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def is_over(now: dt.datetime) -> ColumnElement[bool]:
    """A notice, joined to its `Cohort`, that is kept no longer."""
    was_never_confirmed = and_(
        OpeningNotice.confirmed_at.is_(None), OpeningNotice.created_at <= now - CONFIRMED_WITHIN
    )
    return or_(
        was_never_confirmed,
        OpeningNotice.mailed_at <= now - KEPT,
        Cohort.state == CohortState.CANCELLED,
        Cohort.closes_at <= now,
        is_leaving(now),
    )


def is_leaving(now: dt.datetime) -> ColumnElement[bool]:
    """A notice of somebody whose account is to be erased."""
    return exists().where(User.email_key == OpeningNotice.email_key, User.closing_at <= now - GRACE)


def holds_data(user_id: int) -> bool:
    """Whether a notice names the address of this user still, so that their row cannot be erased yet."""
    named = select(OpeningNotice.id).join(User, User.email_key == OpeningNotice.email_key)
    with reading(viewer=SYSTEM) as session:
        return session.scalar(named.where(User.id == user_id).limit(1)) is not None
