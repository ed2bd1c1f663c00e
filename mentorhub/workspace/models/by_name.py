"""What a notebook has under a name, found by it or made: occasions, organisations; and people, who may be several."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.workspace.models.details import Organization
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.rules import words


def occasion_named(
    session: Session, name: str, *, workspace_id: int, on: dt.date | None
) -> Occasion | None:
    """The notebook's occasion of that name: made where there is none, and brought back where it was deleted."""
    key = words.name_key(name)
    if not key:
        return None
    asked = select(Occasion).where(Occasion.workspace_id == workspace_id, Occasion.name_key == key)
    found = session.scalars(asked.execution_options(**WITH_DELETED)).one_or_none()
    if found is None:
        found = Occasion(workspace_id=workspace_id, name=name, name_key=key, on_date=on)
        session.add(found)
        session.flush()
    found.deleted_at = None
    return found


def organizations_named(
    session: Session, names: Iterable[str], *, workspace_id: int
) -> dict[str, int]:
    """Ids of the notebook's organisations of these names by `name_key`, made where there are none."""
    wanted = {organization_key(name): name for name in names}
    if not wanted:
        return {}
    mine = select(Organization.name_key, Organization.id).where(
        Organization.workspace_id == workspace_id, Organization.name_key.in_(wanted)
    )
    found = {key: row_id for key, row_id in session.execute(mine)}  # noqa: C416
    new = [
        Organization(workspace_id=workspace_id, name=name, name_key=key)
        for key, name in wanted.items()
        if key not in found
    ]
    session.add_all(new)
    session.flush()
    return found | {made.name_key: made.id for made in new}


def organization_key(name: str) -> str:
    """What names of organisations are compared by."""
    return words.folded(name)[:300]


def person_named(session: Session, name: str, *, but: Person) -> int | None:
    """The one other person of the notebook with this name; None where there is none, or several."""
    if not name:
        return None
    found = session.scalars(
        select(Person.id)
        .where(
            Person.workspace_id == but.workspace_id,
            Person.name_key == words.name_key(name),
            Person.id != but.id,
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None
