"""Opening one's notebook, and a mentor's access to it."""

import datetime as dt

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.mornings import begin_morning
from mentorhub.workspace.models.sharing import Grant, log_access
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.sharing import SharedPerson, current_grant, shared_people
from mentorhub.workspace.rules.sharing import AccessedPart


def open_workspace(*, viewer: Viewer, phone_region: str = "") -> None:
    """Open the viewer's one notebook; again, it only grants what current mentorships lack.

    `phone_region` is a guess at the country of their phone numbers (ISO 3166-1 alpha-2), or '' for none.
    Raises `NotFound` for somebody who neither has one nor ever had an enrolled seat.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        owner_id = _entitled(session, viewer=viewer)
        workspace = session.scalars(
            select(Workspace).where(Workspace.user_id == owner_id)
        ).one_or_none()
        if workspace is None:
            workspace = Workspace(user_id=owner_id, created_at=now, phone_region=phone_region)
            session.add(workspace)
            session.flush()
            begin_morning(session, owner_id, zone=workspace.user.timezone, now=now)
        _grant(session, workspace, now=now)


def read_shared_people(mentorship_id: int, *, viewer: Viewer) -> list[SharedPerson]:
    """The mentee's people for their own mentor; the access is recorded for the mentee to see.

    Raises `NotFound` for anybody else, or when the mentorship ended over 14 days ago or is paused.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        grant = current_grant(session, mentorship_id, viewer=viewer, now=now, is_locked=True)
        people = shared_people(mentorship_id, viewer=viewer, now=now)
        seen = [AccessedPart.PEOPLE] if people else []
        if any(person.notes for person in people):
            seen.append(AccessedPart.NOTES)
        for what in seen:
            log_access(session, [grant], what=what, reader_id=viewer.id or 0, now=now)
        return people


def _entitled(session: Session, *, viewer: Viewer) -> int:
    """The viewer's user id, locked so that two submits open one notebook."""
    found = session.scalar(
        select(User.id)
        .where(
            User.id == viewer.id,
            exists().where(Workspace.user_id == User.id)
            | exists().where(Enrolment.user_id == User.id, Enrolment.enrolled_at.is_not(None)),
        )
        .with_for_update(key_share=True)
    )
    if found is None or viewer.kind != "user":
        raise NotFound
    return found


def _grant(session: Session, workspace: Workspace, *, now: dt.datetime) -> None:
    """Counts, and people as initials, for each current mentorship that has no grant yet."""
    lacking = session.scalars(
        select(Mentorship)
        .join(Mentorship.enrolment)
        .where(
            Enrolment.user_id == workspace.user_id,
            Mentorship.until_at.is_(None),
            ~exists().where(
                Grant.mentorship_id == Mentorship.id, Grant.workspace_id == workspace.id
            ),
        )
        .order_by(Mentorship.id)
    ).all()
    for mentorship in lacking:
        session.add(
            Grant(
                workspace_id=workspace.id,
                practice_id=mentorship.practice_id,
                mentorship_id=mentorship.id,
                created_at=now,
            )
        )
