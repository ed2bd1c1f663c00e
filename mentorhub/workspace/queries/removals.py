"""Who asked to be removed: how many, nobody named; and whether somebody who was written down is one of them."""

import datetime as dt

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.matching.identities import digests, identities
from mentorhub.workspace.models.details import RemovedIdentity
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.rules.rhythm import local_day


def removed_count(*, viewer: Viewer) -> int:
    """How many people asked to be removed, of those who could be known again; raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        asked = select(func.count(RemovedIdentity.removed_at.distinct()))
        return session.scalar(asked.where(RemovedIdentity.workspace_id == workspace.id)) or 0


def removed_on(public_id: str, *, viewer: Viewer) -> dt.date | None:
    """The day on which somebody with a detail of this person's asked to be removed, or None.

    Raises `NotFound` for anybody else's person.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        person = own_person(session, public_id, workspace_id=workspace.id)
        details = read_details(session, [person])[person.id]
        known_by = identities(details, region=workspace.phone_region)
        found = {digest for _kind, digest in digests(known_by, key=workspace.removal_key)}
        asked = select(func.max(RemovedIdentity.removed_at)).where(
            RemovedIdentity.workspace_id == workspace.id, RemovedIdentity.digest.in_(found)
        )
        at = session.scalar(asked)
        return None if at is None else local_day(at, zone=workspace.user.timezone)
