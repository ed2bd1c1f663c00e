"""The notebook's settings: how many people a day holds, and the country of phone numbers without a country code."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.details import PersonDetail
from mentorhub.workspace.models.writing import match_key
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.details import DetailKind


def set_daily_max(daily_max: int, *, viewer: Viewer) -> None:
    """Choose how many people Today names at most, 1 to 20. Raises `NotFound` without a notebook."""
    with transaction(viewer=viewer) as session:
        own_workspace(session, viewer=viewer, is_locked=True).daily_max = daily_max


def set_phone_region(region: str, *, viewer: Viewer) -> None:
    """Choose the country (ISO 3166-1 alpha-2) in which numbers without a country code are dialled.

    Raises `NotFound` without a notebook.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        if region != workspace.phone_region:
            workspace.phone_region = region
            _key_phones_anew(session, workspace.id, region=region)


def _key_phones_anew(session: Session, workspace_id: int, *, region: str) -> None:
    """By the new region, a number without a country code is another number: it is known again by another key."""
    phones = session.execute(
        select(PersonDetail.id, PersonDetail.value, PersonDetail.match_key).where(
            PersonDetail.workspace_id == workspace_id, PersonDetail.kind == DetailKind.PHONE
        )
    )
    keys = {
        row_id: (match_key(DetailKind.PHONE, typed, region=region), old)
        for row_id, typed, old in phones
    }
    changed = [
        {"id": row_id, "match_key": new} for row_id, (new, old) in keys.items() if new != old
    ]
    if changed:
        session.execute(update(PersonDetail), changed)
