"""The mentee's side of sharing: who sees what now, and the access log."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.paging import PageOf
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.sharing import REVIEW_AFTER, AccessedPart, Visibility
from mentorhub.workspace.rules.stages import Stage

ENTRIES_SHOWN = 50


@dataclass(frozen=True)
class Mentor:
    """One mentorship and what it may see: `until` is when its access ends, None while it runs.

    `shares_people` is None where the notebook was never opened to this mentorship.
    """

    mentorship_id: str
    name: str
    program: str
    until: dt.datetime | None
    is_paused: bool
    shares_people: bool | None


@dataclass(frozen=True)
class Sharing:
    """Who sees what of the viewer's notebook. `people` counts all but the closed, by how they appear."""

    mentors: Sequence[Mentor]
    people: Mapping[Visibility, int]
    notes: int


@dataclass(frozen=True)
class AccessLogEntry:
    """One line of the log."""

    reader: str
    what: AccessedPart
    at: dt.datetime


@dataclass(frozen=True)
class AccessLog(PageOf[AccessLogEntry]):
    """One page of the log, the latest first; pages count from 1."""

    SIZE = ENTRIES_SHOWN


def what_is_shared(*, viewer: Viewer, now: dt.datetime) -> Sharing:
    """What each of the viewer's mentors sees. Raises `NotFound` for whoever has no notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        people = session.execute(
            select(Person.visibility, func.count())
            .where(Person.workspace_id == workspace.id, Person.stage != Stage.CLOSED)
            .group_by(Person.visibility)
        ).all()
        notes = session.scalar(
            select(func.count(Interaction.id.distinct()))
            .join(Interaction.participants)
            .join(Participant.person)
            .where(
                Interaction.workspace_id == workspace.id,
                Interaction.shown_at.is_not(None),
                Person.visibility != Visibility.HIDDEN,
                Person.stage != Stage.CLOSED,
            )
        )
        counted = dict.fromkeys(Visibility, 0) | {seen: count for seen, count in people}  # noqa: C416
        return Sharing(_mentors(session, workspace, now=now), counted, notes or 0)


def access_log(*, viewer: Viewer, page: int) -> AccessLog:
    """Every access by a mentor, the latest first; a page past the end is the last. Raises `NotFound`."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = AccessRead.workspace_id == workspace.id
        total = session.scalar(select(func.count(AccessRead.id)).where(mine)) or 0
        page = max(1, min(page, -(-total // ENTRIES_SHOWN)))
        rows = session.execute(
            select(User.name, AccessRead.what, AccessRead.at)
            .join(User, User.id == AccessRead.reader_id)
            .where(mine)
            .order_by(AccessRead.at.desc(), AccessRead.id.desc())
            .limit(ENTRIES_SHOWN)
            .offset((page - 1) * ENTRIES_SHOWN)
        ).all()
        return AccessLog(
            [AccessLogEntry(name, AccessedPart(what), at) for name, what, at in rows], page, total
        )


def last_access(*, viewer: Viewer) -> tuple[str, dt.datetime] | None:
    """Who last looked at the viewer's people, and when; None when nobody has."""
    with reading(viewer=viewer) as session:
        found = session.execute(
            select(User.name, AccessRead.at)
            .join(AccessRead, AccessRead.reader_id == User.id)
            .join(Workspace, Workspace.id == AccessRead.workspace_id)
            .where(Workspace.user_id == viewer.id)
            .order_by(AccessRead.at.desc(), AccessRead.id.desc())
            .limit(1)
        ).one_or_none()
        return None if found is None else (found[0], found[1])


def _mentors(session: Session, workspace: Workspace, *, now: dt.datetime) -> list[Mentor]:
    rows = session.execute(
        select(Mentorship, User.name, Program.title, Enrolment.paused_at, Grant.shares_people)
        .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .join(User, User.id == Mentorship.mentor_id)
        .outerjoin(
            Grant,
            (Grant.mentorship_id == Mentorship.id)
            & (Grant.workspace_id == workspace.id)
            & Grant.ended_at.is_(None),
        )
        .where(
            Enrolment.user_id == workspace.user_id,
            or_(Mentorship.until_at.is_(None), Mentorship.until_at > now - REVIEW_AFTER),
        )
        .order_by(Mentorship.id)
    )
    return [
        Mentor(
            mentorship_id=mentorship.public_id,
            name=name,
            program=title,
            until=mentorship.until_at and mentorship.until_at + REVIEW_AFTER,
            is_paused=paused_at is not None,
            shares_people=shares_people,
        )
        for mentorship, name, title, paused_at, shares_people in rows
    ]
