"""On which days people were met, for a calendar to show."""

from sqlalchemy import and_, select

from mentorhub.foundation.data_export import Section, named
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.workspaces import Workspace


def meetings(*, viewer: Viewer) -> Section:
    """Each dated occasion with each person met there, one row for each of them, together by occasion."""
    return Section(
        "meetings",
        select(
            Occasion.name_key,
            Occasion.name,
            Occasion.on_date,
            *named(notebook=Workspace.public_id, opened_at=Workspace.created_at),
            *named(person=Person.name),
        )
        .join(Workspace, Workspace.id == Occasion.workspace_id)
        .outerjoin(Person, and_(Person.occasion_id == Occasion.id, Person.deleted_at.is_(None)))
        .where(
            Workspace.user_id == viewer.id,
            Occasion.on_date.is_not(None),
            Occasion.deleted_at.is_(None),
        )
        .order_by(Occasion.id, Person.id),
    )
