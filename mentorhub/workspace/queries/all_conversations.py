"""All conversations of a notebook, with whomever they were, the latest first and a page at a time; none is left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.queries.conversations import with_others
from mentorhub.workspace.queries.notebook import own_person, own_workspace

PAGE = 30
PAGES_MAX = 1_000_000


@dataclass(frozen=True)
class Talked:
    """One conversation, who took part, and what was given in it."""

    interaction: Interaction
    participants: Sequence[Participant]
    gives: Sequence[Give]


@dataclass(frozen=True)
class AllConversations:
    """One page of them, and whether earlier ones follow. They are not counted: that costs more than to show them."""

    rows: Sequence[Talked]
    page: int
    has_earlier: bool


def all_conversations(*, viewer: Viewer, page: int, person: str = "") -> AllConversations:
    """The viewer's, or those with one `person` (a public id); a page past the end is empty.

    Raises `NotFound` without a notebook, and for anybody else's person.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        page = min(max(1, page), PAGES_MAX)
        wanted = [Interaction.workspace_id == workspace.id]
        if person:
            whose = own_person(session, person, workspace_id=workspace.id).id
            took_part_in = select(Participant.interaction_id).where(Participant.person_id == whose)
            wanted.append(Interaction.id.in_(took_part_in))
        found = session.scalars(
            select(Interaction)
            .where(*wanted)
            .order_by(Interaction.on_date.desc(), Interaction.id.desc())
            .limit(PAGE + 1)
            .offset((page - 1) * PAGE)
        ).all()
        has_earlier, found = len(found) > PAGE, found[:PAGE]
        took_part = with_others(session, found)
        given: dict[int, list[Give]] = defaultdict(list)
        ids = [one.id for one in found]
        for give in session.scalars(
            select(Give).where(Give.interaction_id.in_(ids)).order_by(Give.id)
        ):
            given[give.interaction_id].append(give)
        rows = [Talked(one, took_part[one.id], given[one.id]) for one in found]
        return AllConversations(rows, page, has_earlier)
