"""A follow-up or a promise, to be corrected or ended."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.warmth import Kind

Meant = TypeVar("Meant", FollowUp, Promise)


@dataclass(frozen=True)
class FollowUpPage:
    """One follow-up with its person, and how they were in contact last."""

    follow_up: FollowUp
    last_kind: Kind


def follow_up_page(public_id: str, *, viewer: Viewer) -> FollowUpPage:
    """One of the viewer's; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        found = _own(session, FollowUp, public_id, viewer=viewer)
        asked = (
            select(Interaction.kind)
            .join(Interaction.participants)
            .where(Participant.person_id == found.person_id, Interaction.kind != Kind.FIRST_MEETING)
            .order_by(Interaction.on_date.desc(), Interaction.id.desc())
            .limit(1)
        )
        return FollowUpPage(found, session.scalars(asked).first() or Kind.MESSAGE)


def promise(public_id: str, *, viewer: Viewer) -> Promise:
    """One of the viewer's, with its person; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        return _own(session, Promise, public_id, viewer=viewer)


def _own(session: Session, table: type[Meant], public_id: str, *, viewer: Viewer) -> Meant:
    workspace = own_workspace(session, viewer=viewer)
    mine = table.workspace_id == workspace.id, table.public_id == public_id
    asked = select(table).where(*mine).options(joinedload(table.person))
    found = session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    return found
