"""Pauses of the whole notebook: begun, corrected, ended, removed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.workspaces import Pause
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.pauses import own_pause
from mentorhub.workspace.rules.pauses import Paused, ended, refuse_pause, refuse_too_many
from mentorhub.workspace.rules.rhythm import local_day


def add_pause(days: Paused, *, viewer: Viewer) -> None:
    """Pause the notebook on these days. The same days once more change nothing.

    Raises `NotFound` without a notebook, `EndsBeforeItBegins`, `PausesOverlap`, `TooManyPauses`.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        others = _others(session, workspace.id)
        if days in others:
            return
        refuse_pause(days, others=others)
        refuse_too_many(len(others))
        session.add(
            Pause(
                workspace_id=workspace.id,
                from_on=days.from_on,
                until_on=days.until_on,
                created_at=now,
            )
        )


def change_pause(public_id: str, days: Paused, *, viewer: Viewer, seen: str) -> None:
    """Correct the days of a pause; `seen` is the version of those that were read before.

    Raises `NotFound` for anybody else's, `ChangedElsewhere` where others stand, `EndsBeforeItBegins`, `PausesOverlap`.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        pause = own_pause(session, public_id, workspace_id=workspace.id)
        refuse_overwriting(pause.days, days, seen=seen)
        refuse_pause(days, others=_others(session, workspace.id, but=pause))
        pause.from_on, pause.until_on = days.from_on, days.until_on


def end_pause(public_id: str, *, viewer: Viewer) -> None:
    """End a pause now: its last day is yesterday. One of which no day has passed goes; one that is over stays.

    Raises `NotFound` for anybody else's.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        pause = own_pause(session, public_id, workspace_id=workspace.id)
        today = local_day(now, zone=workspace.user.timezone)
        if pause.until_on is not None and pause.until_on < today:
            return
        left = ended(pause.days, today=today)
        if left is None:
            session.delete(pause)
        else:
            pause.until_on = left.until_on


def remove_pause(public_id: str, *, viewer: Viewer) -> None:
    """Remove a pause, so that its days count as any others. Raises `NotFound` for anybody else's."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        session.delete(own_pause(session, public_id, workspace_id=workspace.id))


def _others(session: Session, workspace_id: int, *, but: Pause | None = None) -> list[Paused]:
    pauses = session.scalars(select(Pause).where(Pause.workspace_id == workspace_id))
    return [pause.days for pause in pauses if pause is not but]
