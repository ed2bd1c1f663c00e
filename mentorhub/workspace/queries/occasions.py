"""An occasion with everybody who was met there."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import PageOf
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach

PAGE = 50


@dataclass(frozen=True)
class OccasionPage(PageOf[Person]):
    """One occasion, and a page of the people who were met there, by name; `total` counts them all."""

    SIZE = PAGE

    occasion: Occasion

    @property
    def stored(self) -> tuple[str, dt.date | None]:
        """What its form would replace: name and day."""
        return self.occasion.name, self.occasion.on_date


def occasion(public_id: str, *, viewer: Viewer, page: int = 1) -> OccasionPage:
    """One of the viewer's; raises `NotFound` for anybody else's. A page past the end is the last one."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = Occasion.workspace_id == workspace.id, Occasion.public_id == public_id
        found = session.scalars(select(Occasion).where(*mine)).one_or_none()
        if found is None:
            raise NotFound
        met = Person.workspace_id == workspace.id, Person.occasion_id == found.id
        total = session.scalar(select(func.count()).select_from(Person).where(*met)) or 0
        page = max(1, min(page, -(-total // PAGE)))
        asked = select(Person).where(*met).order_by(Person.name_key, Person.id)
        people = session.scalars(asked.limit(PAGE).offset((page - 1) * PAGE)).all()
        load_reach(session, people, "affiliations")
        return OccasionPage(people, page, total, found)
