"""Follow-ups: set, done, moved, dropped."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import use_of
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.queries.notebook import made_before, own_locked, own_person, own_workspace
from mentorhub.workspace.rules import follow_ups
from mentorhub.workspace.rules.due_dates import refuse_ended, refuse_past
from mentorhub.workspace.rules.rhythm import local_day


def schedule_follow_up(
    public_id: str,
    *,
    viewer: Viewer,
    due_on: dt.date,
    reason: str = "",
    form_key: str | None = None,
) -> None:
    """Set a day on which to reach out to a person. The same form sent twice sets one.

    Raises `NotFound` for anybody else's person, `DayPast` for a day before today, `FormUsed` for a form that was sent
    with other words.
    """
    form = use_of(form_key, public_id, due_on, reason)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        person = own_person(session, public_id, workspace_id=workspace.id)
        if made_before(session, FollowUp, form, workspace_id=workspace.id):
            return
        planned = FollowUp(
            workspace_id=workspace.id,
            person_id=person.id,
            due_on=due_on,
            reason=reason,
            created_at=now,
        )
        planned.made_by(form)
        session.add(planned)


def complete_follow_up(public_id: str, *, viewer: Viewer) -> str:
    """It was done; done twice is done once. Returns the person's public id.

    Raises `NotFound` for anybody else's, `AlreadyEnded` for one that was moved or dropped.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        if follow_up.state is not follow_ups.FollowUpState.DONE:
            refuse_ended(follow_ups.FOLLOW_UP.allows("complete", follow_up.state))
            follow_up.complete(now)
        return follow_up.person.public_id


def move_follow_up(public_id: str, *, viewer: Viewer, due_on: dt.date) -> str:
    """Put it off to another day: a new one takes its place. Returns the person's public id.

    Moved twice by a double click is moved once. Raises `NotFound` for anybody else's, `DayPast` for a day before
    today, `SameDay` for its own, `AlreadyEnded` for one that was done, dropped or moved to another day.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        if follow_up.state is follow_ups.FollowUpState.MOVED:
            refuse_ended(_moved_to(session, follow_up) == due_on)
        else:
            follow_ups.refuse_same_day(follow_up.due_on, moved_to=due_on)
            refuse_ended(follow_ups.FOLLOW_UP.allows("move", follow_up.state))
            follow_up.move(now)
            session.add(
                FollowUp(
                    workspace_id=workspace.id,
                    person_id=follow_up.person_id,
                    moved_from_id=follow_up.id,
                    due_on=due_on,
                    reason=follow_up.reason,
                    created_at=now,
                )
            )
        return follow_up.person.public_id


def drop_follow_up(public_id: str, *, viewer: Viewer) -> str:
    """It is no longer meant. Returns the person's public id.

    Raises `NotFound` for anybody else's, `AlreadyEnded` for one that was done or moved.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        if follow_up.state is not follow_ups.FollowUpState.DROPPED:
            refuse_ended(follow_ups.FOLLOW_UP.allows("drop", follow_up.state))
            follow_up.drop(now)
        return follow_up.person.public_id


def _moved_to(session: Session, follow_up: FollowUp) -> dt.date | None:
    """The day of the one that took its place."""
    return session.scalar(select(FollowUp.due_on).where(FollowUp.moved_from_id == follow_up.id))
