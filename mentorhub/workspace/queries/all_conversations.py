"""All conversations of a notebook, with whomever they were, the latest first and a page at a time; none is left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.queries.conversations import with_others
from mentorhub.workspace.queries.notebook import own_workspace

PAGE = 30


@dataclass(frozen=True)
class Talked:
    """One conversation, who took part, and what was given in it."""

    interaction: Interaction
    participants: Sequence[Participant]
    gives: Sequence[Give]


@dataclass(frozen=True)
class AllConversations:
    """One page of them; `total` counts all."""

    rows: Sequence[Talked]
    page: int
    total: int

    @property
    def first(self) -> int:
        """The number of the page's first row, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the page's last row."""
        return self.first + len(self.rows) - 1


def all_conversations(*, viewer: Viewer, page: int) -> AllConversations:
    """The viewer's; a page past the end is the last one. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = Interaction.workspace_id == workspace.id
        total = session.scalar(select(func.count()).select_from(Interaction).where(mine)) or 0
        page = max(1, min(page, -(-total // PAGE)))
        found = session.scalars(
            select(Interaction)
            .where(mine)
            .order_by(Interaction.on_date.desc(), Interaction.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        ).all()
        took_part = with_others(session, found)
        given: dict[int, list[Give]] = defaultdict(list)
        ids = [one.id for one in found]
        for give in session.scalars(
            select(Give).where(Give.interaction_id.in_(ids)).order_by(Give.id)
        ):
            given[give.interaction_id].append(give)
        rows = [Talked(one, took_part[one.id], given[one.id]) for one in found]
        return AllConversations(rows, page, total)
