"""Something given or received, to be corrected, with the conversation it was in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.conversations import participants_of
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.conversations import Favour


@dataclass(frozen=True)
class GivePage:
    """One give with the conversation it was in, and everybody who took part."""

    give: Give
    interaction: Interaction
    participants: Sequence[Participant]

    @property
    def stored(self) -> tuple[Favour, str]:
        """What its form would replace: the favour, and to or by whom (public id)."""
        give = self.give
        return Favour(give.direction, give.what, give.effort), give.person.public_id


def give_page(public_id: str, *, viewer: Viewer) -> GivePage:
    """One of the viewer's; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = own_give(session, public_id, workspace_id=workspace.id)
        logged = session.get_one(Interaction, found.interaction_id)
        return GivePage(found, logged, participants_of(session, logged))


def own_give(session: Session, public_id: str, *, workspace_id: int) -> Give:
    """Something given or received in this notebook, with whom; raises `NotFound` for anybody else's."""
    mine = Give.workspace_id == workspace_id, Give.public_id == public_id
    found = session.scalars(select(Give).where(*mine).options(joinedload(Give.person)))
    give = found.one_or_none()
    if give is None:
        raise NotFound
    return give
