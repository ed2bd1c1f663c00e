"""Erasing for good: a row, and whatever points at it, table by table, as the foreign keys say."""

from collections.abc import Collection

from sqlalchemy import ForeignKeyConstraint, Table, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation.database.tables import Model
from mentorhub.workspace.models.details import Organization, PersonAffiliation
from mentorhub.workspace.models.doubles import merged_into
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.imports import ImportRow
from mentorhub.workspace.models.people import Occasion, Person

BATCH = 500  # people in one statement: SQLite takes only so many


def erase(session: Session, table: Table, ids: Collection[int]) -> None:
    """Erase these rows and all that cannot be without them; what only names one of them forgets it.

    A table that is added later and points at one of these cannot be forgotten here.
    """
    if not ids:
        return
    for other in reversed(Model.metadata.sorted_tables):
        for key in other.foreign_key_constraints:
            if key.referred_table is table:
                _let_go(session, other, key, ids)
    session.execute(delete(table).where(table.c.id.in_(ids)))


def erase_person(session: Session, person: Person) -> None:
    """Erase a person in the bin and all that hangs on them; conversations with others stay theirs, without this one.

    An occasion that went into the bin with them is erased, too, and an organisation where nobody else is; so is whoever
    was merged into them.
    """
    workspace_id, people = person.workspace_id, {person.id, *merged_into(session, {person.id})}
    occasion = Occasion.__table__
    with_them = occasion.c.id == person.occasion_id, occasion.c.deleted_at == person.deleted_at
    occasions = session.scalars(select(occasion.c.id).where(*with_them)).all()
    talked = select(Participant.__table__.c.interaction_id).where(
        Participant.__table__.c.person_id.in_(people)
    )
    conversations = session.scalars(talked).all()
    erase(session, Person.metadata.tables["person"], people)
    interaction, participant = Interaction.__table__, Participant.__table__
    somebody = exists().where(participant.c.interaction_id == interaction.c.id)
    left = select(interaction.c.id).where(interaction.c.id.in_(conversations), ~somebody)
    erase(session, Model.metadata.tables["interaction"], session.scalars(left).all())
    erase(session, Model.metadata.tables["occasion"], occasions)
    organization, affiliation = Organization.__table__, PersonAffiliation.__table__
    of_somebody = exists().where(affiliation.c.organization_id == organization.c.id)
    session.execute(
        delete(Organization)
        .where(organization.c.workspace_id == workspace_id, ~of_somebody)
        .execution_options(synchronize_session=False)
    )
    forget_records(session, people)
    session.expire_all()


def erase_people(session: Session, person_ids: Collection[int]) -> None:
    """Erase many people and all that hangs on them; nobody of them took part in a conversation."""
    ids = sorted(person_ids)
    session.flush()
    for start in range(0, len(ids), BATCH):
        erase(session, Model.metadata.tables["person"], ids[start : start + BATCH])
    session.expire_all()


def forget_records(session: Session, person_ids: Collection[int]) -> None:
    """Drop what files said of these people, and what was written about them before an import."""
    about = or_(ImportRow.made_id.in_(person_ids), ImportRow.person_id.in_(person_ids))
    session.execute(
        update(ImportRow).where(about).values(name="", document={}, before=None, photo=None)
    )


def _let_go(
    session: Session, other: Table, key: ForeignKeyConstraint, ids: Collection[int]
) -> None:
    """Forget these rows where the column may be empty, else erase what points at them."""
    columns = [
        element.parent
        for element in key.elements
        if element.column.name == "id" and element.column.table is key.referred_table
    ]
    for column in columns:
        pointing = column.in_(ids)
        if column.nullable:
            session.execute(update(other).where(pointing).values({column.name: None}))
        elif "id" not in other.c:  # nothing can point at its rows
            session.execute(delete(other).where(pointing))
        else:
            erase(session, other, session.scalars(select(other.c.id).where(pointing)).all())
