"""What happened: a conversation, with or without a favour, and a move of the stage."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import use_of
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import (
    Give,
    Interaction,
    Participant,
    StageChange,
    refresh_last_contact,
)
from mentorhub.workspace.queries.notebook import made_before, own_person, own_workspace
from mentorhub.workspace.rules import due_dates, follow_ups, words
from mentorhub.workspace.rules.rhythm import local_day
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import ReasonMissing, Stage
from mentorhub.workspace.rules.warmth import Began, Kind


@dataclass(frozen=True)
class Favour:
    """Something given or received in a conversation; effort 1 to 3."""

    direction: Direction
    what: str = ""
    effort: int = 1


def log_interaction(
    public_id: str,
    *,
    viewer: Viewer,
    kind: Kind,
    on_date: dt.date,
    is_two_way: bool,
    note: str = "",
    began: Began = Began.ME,
    favour: Favour | None = None,
    form_key: str | None = None,
) -> None:
    """Add a conversation, or a try at one, to a person's history. The same form sent twice adds once.

    Raises `NotFound` for anybody else's person, `DayAhead` for a day after today, `FormUsed` for a form that was sent
    with other words.
    """
    form = use_of(form_key, public_id, kind, on_date, note, is_two_way, began, favour)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        due_dates.refuse_future(on_date, today=local_day(now, zone=workspace.user.timezone))
        person = own_person(session, public_id, workspace_id=workspace.id)
        if made_before(session, Interaction, form, workspace_id=workspace.id):
            return
        logged = Interaction(
            workspace_id=workspace.id,
            kind=kind,
            began=began,
            is_two_way=is_two_way,
            on_date=on_date,
            note=note,
            search_key=words.folded(note, favour.what if favour else ""),
            logged_at=now,
        )
        logged.made_by(form)
        _add(session, logged, favour, person_id=person.id)


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


def _add(session: Session, logged: Interaction, favour: Favour | None, *, person_id: int) -> None:
    logged.participants.append(Participant(workspace_id=logged.workspace_id, person_id=person_id))
    session.add(logged)
    if favour is not None:
        _give(session, favour, logged, person_id=person_id)
    refresh_last_contact(session, [person_id])


def _give(session: Session, favour: Favour, logged: Interaction, *, person_id: int) -> None:
    session.flush()
    session.add(
        Give(
            workspace_id=logged.workspace_id,
            person_id=person_id,
            interaction_id=logged.id,
            direction=favour.direction,
            what=favour.what,
            effort=favour.effort,
            on_date=logged.on_date,
        )
    )
