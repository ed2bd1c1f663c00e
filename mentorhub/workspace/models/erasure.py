"""Erasing people for good: every row of theirs, whatever table it is in."""

from collections.abc import Collection

from sqlalchemy import Table, delete, or_, update
from sqlalchemy.orm import Session

from mentorhub.foundation.database.tables import Model
from mentorhub.workspace.models.imports import ImportRow
from mentorhub.workspace.models.people import Person

BATCH = 500  # people in one statement: SQLite takes only so many


def erase_people(session: Session, person_ids: Collection[int]) -> None:
    """Delete these people and every row that names them by `person_id`; others only forget through whom they were met.

    Whatever table is added later is emptied of them as well, in the order that foreign keys allow.
    """
    ids = sorted(person_ids)
    session.flush()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        met = Person.met_through_id.in_(some)
        session.execute(update(Person).where(met).values(met_through_id=None))
        for table in reversed(Model.metadata.sorted_tables):
            if _is_of_people(table):
                session.execute(delete(table).where(table.c.person_id.in_(some)))
        session.execute(delete(Person).where(Person.id.in_(some)))
    session.expire_all()


def forget_records(session: Session, person_ids: Collection[int]) -> None:
    """Drop what files said of these people, and what was written about them before: their erasure is for good."""
    about = or_(ImportRow.made_id.in_(person_ids), ImportRow.person_id.in_(person_ids))
    session.execute(
        update(ImportRow).where(about).values(name="", document={}, before=None, photo=None)
    )


def _is_of_people(table: Table) -> bool:
    """An import's rows only name them; what they say is `forget_records`' to drop."""
    is_row = table is ImportRow.__table__
    return {"workspace_id", "person_id"} <= set(table.c.keys()) and not is_row
