"""An occasion, corrected: its name and its day."""

import datetime as dt

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.people import Occasion
from mentorhub.workspace.queries.notebook import own_locked, own_workspace
from mentorhub.workspace.rules import due_dates, words
from mentorhub.workspace.rules.occasions import OccasionExists
from mentorhub.workspace.rules.rhythm import local_day


def change_occasion(
    public_id: str, name: str, *, on: dt.date | None, viewer: Viewer, seen: str
) -> None:
    """Correct the name and the day; people who were met there are found by the new name.

    `seen` is the version of (name, day) that was read before. Raises `NotFound` for anybody else's, `DayAhead` for a
    day after today, `OccasionExists` for another's name, `ChangedElsewhere` where something else stands by now.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        occasion = own_locked(session, Occasion, public_id, viewer=viewer)
        if on is not None:
            due_dates.refuse_future(on, today=local_day(now, zone=workspace.user.timezone))
        refuse_overwriting((occasion.name, occasion.on_date), (name, on), seen=seen)
        same_name = (
            Occasion.workspace_id == workspace.id,
            Occasion.name_key == words.name_key(name),
            Occasion.id != occasion.id,
        )
        asked = select(Occasion).where(*same_name).execution_options(**WITH_DELETED)
        other = session.scalars(asked).one_or_none()
        if other is not None:
            raise OccasionExists(is_in_bin=other.deleted_at is not None)
        occasion.name, occasion.name_key, occasion.on_date = name, words.name_key(name), on
