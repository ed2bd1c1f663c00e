"""Reads of the replies that a practice keeps for its answers."""

from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.inquiries import SavedReply
from mentorhub.programs.queries.editing import offering


@dataclass(frozen=True)
class Reply:
    """One as it is kept."""

    public_id: str
    practice_id: int
    title: str
    body: str

    @property
    def written(self) -> dict[str, str]:
        """As `SavedReply.written`."""
        return {"title": self.title, "body": self.body}


def saved_replies(practice_id: int, *, viewer: Viewer) -> list[Reply]:
    """Those of a practice, by their names; none of one for which the viewer may not answer."""
    with reading(viewer=viewer) as session:
        rows = session.scalars(
            select(SavedReply)
            .where(SavedReply.practice_id == practice_id)
            .where(SavedReply.practice_id.in_(offering(viewer)))
            .order_by(SavedReply.title, SavedReply.id)
            .execution_options(populate_existing=True)
        )
        return [_reply(row) for row in rows]


def saved_reply(public_id: str, *, viewer: Viewer) -> Reply:
    """One of them. Raises `NotFound` to who may not answer for its practice."""
    with reading(viewer=viewer) as session:
        row = session.scalar(
            select(SavedReply)
            .where(SavedReply.public_id == public_id)
            .where(SavedReply.practice_id.in_(offering(viewer)))
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound
        return _reply(row)


def _reply(row: SavedReply) -> Reply:
    return Reply(row.public_id, row.practice_id, row.title, row.body)
