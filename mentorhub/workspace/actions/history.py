"""What happened: a conversation, with or without a favour, and a move of the stage."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import use_of
from mentorhub.workspace.models.conversations import new_conversation
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, StageChange
from mentorhub.workspace.models.new_people import new_people
from mentorhub.workspace.queries.conversations import own_participants
from mentorhub.workspace.queries.notebook import made_before, own_person, own_workspace
from mentorhub.workspace.rules import due_dates, follow_ups
from mentorhub.workspace.rules.conversations import (
    Conversation,
    Favour,
    Part,
    refuse_wrong_number,
)
from mentorhub.workspace.rules.rhythm import local_day
from mentorhub.workspace.rules.stages import ReasonMissing, Stage, refuse_history


def log_interaction(
    parts: Sequence[Part],
    conversation: Conversation,
    *,
    viewer: Viewer,
    new_names: Sequence[str] = (),
    favour: Favour | None = None,
    form_key: str | None = None,
) -> str:
    """Add a conversation, or a try at one, to the history of everybody who took part; returns its public id.

    `new_names` are of people who took part as well and are added to the notebook; a favour was given to, or by, the
    first of all. The same form sent twice adds once. Raises `NotFound` for anybody else's person, `NobodyLeft` or
    `TooManyParticipants` for too few or too many, `DayAhead` for a day after today, `FormUsed` for a form that was
    sent with other words.
    """
    form = use_of(form_key, [asdict(part) for part in parts], new_names, conversation, favour)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        today = local_day(now, zone=workspace.user.timezone)
        due_dates.refuse_future(conversation.on_date, today=today)
        notes = own_participants(session, parts, workspace_id=workspace.id)
        refuse_wrong_number(len(notes) + len(new_names))
        before = made_before(session, Interaction, form, workspace_id=workspace.id)
        if before is not None:
            return before.public_id
        added = new_people(session, workspace, new_names, now=now)
        return new_conversation(
            session,
            conversation,
            notes | {person.id: "" for person in added},
            workspace_id=workspace.id,
            favour=favour,
            form=form,
            now=now,
        ).public_id


def move_to_stage(public_id: str, stage: Stage, *, viewer: Viewer, reason: str = "") -> None:
    """Move a person to the stage their owner confirms; staying where they are changes nothing.

    Closing drops the follow-ups that are set. Raises `NotFound` for anybody else's person,
    `ReasonMissing` for closing without a reason, `IllegalMove` for a move that is not in the table.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        before = person.stage
        if stage is before:
            return
        if stage is Stage.CLOSED and not reason:
            raise ReasonMissing
        person.move_to(stage)
        session.add(
            StageChange(
                workspace_id=workspace.id,
                person_id=person.id,
                from_stage=before,
                to_stage=stage,
                reason=reason,
                by_user_id=workspace.user_id,
                at=now,
            )
        )
        if stage is Stage.CLOSED:
            for follow_up in session.scalars(
                select(FollowUp).where(
                    FollowUp.person_id == person.id,
                    FollowUp.state == follow_ups.FollowUpState.SCHEDULED,
                )
            ):
                follow_up.drop(now)


def take_back_stage(public_id: str, stage: Stage, *, viewer: Viewer) -> None:
    """Undo the move to this stage as if it had not been made, with the follow-ups that closing dropped.

    Only the last move, and within a day: what is older is history, which nobody changes. Raises
    `NotFound` for anybody else's person, `StageIsHistory` for any other move.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        last = session.scalars(
            select(StageChange)
            .where(StageChange.person_id == person.id)
            .order_by(StageChange.id.desc())
            .limit(1)
        ).one()
        refuse_history(last.from_stage, last.to_stage, stage, at=last.at, now=now)
        assert last.from_stage is not None  # the first entry is refused above
        person.return_to(last.from_stage)
        for follow_up in session.scalars(
            select(FollowUp).where(
                FollowUp.person_id == person.id,
                FollowUp.state == follow_ups.FollowUpState.DROPPED,
                FollowUp.ended_at == last.at,
            )
        ):
            follow_up.reopen()
        session.delete(last)
