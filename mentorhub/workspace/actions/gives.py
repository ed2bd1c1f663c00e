"""What was given or received: added to a conversation afterwards, and corrected."""

from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.conversations import (
    add_give,
    index_conversation,
    participants_of,
)
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.queries.conversations import own_conversation
from mentorhub.workspace.queries.gives import own_give
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.conversations import Favour


def add_favour(public_id: str, favour: Favour, *, who: str, viewer: Viewer) -> str:
    """Add something given to, or by, a person (`who`, a public id) in a conversation; returns its public id.

    Raises `NotFound` for anybody else's conversation, and for somebody who did not take part.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        logged = own_conversation(session, public_id, workspace_id=workspace.id)
        person_id = _took_part(session, logged, who)
        give = add_give(session, logged, favour, person_id=person_id)
        index_conversation(session, logged)
        return give.public_id


def change_give(public_id: str, favour: Favour, *, who: str, viewer: Viewer, seen: str) -> None:
    """Correct what was given, in which direction, and to or by whom.

    `seen` is the version of (favour, person's public id) that was read before. Raises `NotFound` for anybody else's,
    and for somebody who did not take part; `ChangedElsewhere` where something else stands by now.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        give = own_give(session, public_id, workspace_id=workspace.id)
        logged = session.get_one(Interaction, give.interaction_id)
        person_id = _took_part(session, logged, who)
        stored = Favour(give.direction, give.what, give.effort), give.person.public_id
        refuse_overwriting(stored, (favour, who), seen=seen)
        give.direction, give.what, give.effort = favour.direction, favour.what, favour.effort
        give.person_id = person_id
        index_conversation(session, logged)


def _took_part(session: Session, logged: Interaction, who: str) -> int:
    """The id of the person, if they took part; raises `NotFound`."""
    for one in participants_of(session, logged):
        if one.person.public_id == who:
            return one.person_id
    raise NotFound
