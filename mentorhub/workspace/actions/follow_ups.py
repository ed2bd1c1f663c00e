"""Follow-ups: set, done with or without a conversation, moved, dropped; corrected, and meant again after a slip."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting, use_of
from mentorhub.workspace.models.conversations import new_conversation
from mentorhub.workspace.models.deleting import delete_conversation
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.queries.notebook import made_before, own_locked, own_person, own_workspace
from mentorhub.workspace.rules import follow_ups
from mentorhub.workspace.rules.conversations import Conversation
from mentorhub.workspace.rules.due_dates import (
    NewerInTheWay,
    refuse_ended,
    refuse_future,
    refuse_past,
)
from mentorhub.workspace.rules.rhythm import local_day
from mentorhub.workspace.rules.stages import Stage


def schedule_follow_up(
    public_id: str,
    *,
    viewer: Viewer,
    due_on: dt.date,
    reason: str = "",
    form_key: str | None = None,
) -> str:
    """Set a day on which to reach out to a person; returns its public id. The same form sent twice sets one.

    Raises `NotFound` for anybody else's person, `DayPast` for a day before today, `FormUsed` for a form that was sent
    with other words.
    """
    form = use_of(form_key, public_id, due_on, reason)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        person = own_person(session, public_id, workspace_id=workspace.id)
        before = made_before(session, FollowUp, form, workspace_id=workspace.id)
        if before is not None:
            return before.public_id
        planned = FollowUp(
            workspace_id=workspace.id,
            person_id=person.id,
            due_on=due_on,
            reason=reason,
            created_at=now,
        )
        planned.made_by(form)
        session.add(planned)
        session.flush()
        return planned.public_id


def complete_follow_up(public_id: str, *, viewer: Viewer, said: Conversation | None = None) -> str:
    """It was done; done twice is done once. Returns the person's public id.

    What was `said` stands in the person's history from then on. Raises `NotFound` for anybody else's, `DayAhead` for a
    conversation after today, `AlreadyEnded` for one that was moved or dropped.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        if follow_up.state is not follow_ups.FollowUpState.DONE:
            refuse_ended(follow_ups.FOLLOW_UP.allows("complete", follow_up.state))
            follow_up.complete(now)
            if said is not None:
                refuse_future(said.on_date, today=local_day(now, zone=workspace.user.timezone))
                who = {follow_up.person_id: ""}
                new_conversation(session, said, who, workspace_id=workspace.id, now=now)
        return follow_up.person.public_id


def change_follow_up(
    public_id: str, *, viewer: Viewer, due_on: dt.date, reason: str, seen: str
) -> str:
    """Correct the day and the words of one that is set; returns the person's public id.

    `seen` is the version of (day, words) that was read before. Raises `NotFound` for anybody else's, `DayPast` for
    another day before today, `AlreadyEnded` for one that ended, `ChangedElsewhere` where other words stand by now.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        refuse_ended(follow_up.state is follow_ups.FollowUpState.SCHEDULED)
        stored = (follow_up.due_on, follow_up.reason)
        refuse_overwriting(stored, (due_on, reason), seen=seen)
        if due_on != follow_up.due_on:
            refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        follow_up.due_on, follow_up.reason = due_on, reason
        return follow_up.person.public_id


def reopen_follow_up(public_id: str, *, viewer: Viewer, moved_to: dt.date | None = None) -> str:
    """It is meant again: what ended it was a slip. Returns the person's public id; again, it changes nothing.

    The conversation that was logged with "done" goes into the bin; the one that took its place when it was moved, for
    `moved_to`, is gone. Raises `NotFound` for anybody else's, `NewerInTheWay` where that one was done, moved on or
    changed since, or where the contact is closed.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        own_workspace(session, viewer=viewer, is_locked=True)
        follow_up = own_locked(session, FollowUp, public_id, viewer=viewer)
        if follow_up.state is not follow_ups.FollowUpState.SCHEDULED:
            if follow_up.person.stage is Stage.CLOSED:
                raise NewerInTheWay
            _undo_ending(session, follow_up, moved_to=moved_to, now=now)
            follow_up.reopen()
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


def _undo_ending(
    session: Session, follow_up: FollowUp, *, moved_to: dt.date | None, now: dt.datetime
) -> None:
    """Away with what its ending made: the one in its place, or the conversation logged in the same moment."""
    if follow_up.state is follow_ups.FollowUpState.MOVED:
        new = session.scalars(select(FollowUp).where(FollowUp.moved_from_id == follow_up.id)).one()
        as_made = (moved_to, follow_up.reason, follow_ups.FollowUpState.SCHEDULED)
        if (new.due_on, new.reason, new.state) != as_made:
            raise NewerInTheWay
        session.delete(new)
        session.flush()
        return
    said = session.scalars(
        select(Interaction)
        .join(Interaction.participants)
        .where(
            Participant.person_id == follow_up.person_id,
            Interaction.logged_at == follow_up.ended_at,
        )
    ).first()
    if said is not None:
        delete_conversation(session, said, now)


def _moved_to(session: Session, follow_up: FollowUp) -> dt.date | None:
    """The day of the one that took its place."""
    return session.scalar(select(FollowUp.due_on).where(FollowUp.moved_from_id == follow_up.id))
