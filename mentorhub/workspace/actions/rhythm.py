"""How often one means to be in touch: with a person, with all of a tag; and waiting until a later day."""

import datetime as dt

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.tags import own_tag
from mentorhub.workspace.rules import due_dates
from mentorhub.workspace.rules.rhythm import Tier, local_day


def set_rhythm(
    public_id: str, *, viewer: Viewer, tier: Tier, cadence_days: int | None, is_muted: bool
) -> None:
    """Choose a person's tier, days of their own (1 to 1826, or None), and whether reminders are muted.

    Raises `NotFound` for anybody else's person.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        person.tier, person.cadence_days, person.is_muted = tier, cadence_days, is_muted


def set_tag_cadence(public_id: str, cadence_days: int | None, *, viewer: Viewer) -> None:
    """Choose the days (1 to 1826) of everybody who has this tag and no days of their own; None for no such days.

    Raises `NotFound` for anybody else's tag.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        own_tag(session, public_id, workspace_id=workspace.id).cadence_days = cadence_days


def snooze_person(public_id: str, *, viewer: Viewer, until: dt.date) -> None:
    """Let no rhythm speak of a person before this day; today ends an earlier wait.

    Raises `NotFound` for anybody else's person, `DayPast` for a day before today.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        today = local_day(now, zone=workspace.user.timezone)
        due_dates.refuse_past(until, today=today)
        person = own_person(session, public_id, workspace_id=workspace.id)
        person.snoozed_until = until if until > today else None


def end_snooze(public_id: str, *, viewer: Viewer) -> str:
    """Wait no longer; returns the person's name. Raises `NotFound` for anybody else's person."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        person.snoozed_until = None
        return person.name
