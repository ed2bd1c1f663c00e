"""Whom an import's rows are about while it goes on: people it hides, who came meanwhile, who was written about."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.matching.keys import name_words
from mentorhub.workspace.models.details import PersonDetail, PersonPhoto
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Participant, StageChange
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import match_key
from mentorhub.workspace.rules.details import DetailKind, Details
from mentorhub.workspace.rules.imports import HIDING, STEP, Choice, ImportState, Outcome, Result

BATCH = 500


def people_by_id(
    session: Session, stored: ContactImport, ids: Collection[int]
) -> dict[int, Person]:
    """These people of the notebook, also those that imports at work still hide; not those in the bin."""
    found: dict[int, Person] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        some = Person.id.in_(wanted[start : start + BATCH])
        asked = select(Person).where(some, *_there(stored.workspace_id))
        for person in session.scalars(asked.execution_options(**WITH_DELETED)):
            found[person.id] = person
    return found


def there_by_now(
    session: Session,
    stored: ContactImport,
    rows: Sequence[ImportRow],
    details: Mapping[int, Details],
    workspace: Workspace,
) -> dict[int, int]:
    """By row: who of these new ones is in the notebook since the file was looked at, by another import or by hand.

    Known by the same record, or by the same name with an e-mail, a number or a profile in common.
    """
    new = [row for row in rows if row.outcome is Outcome.NEW and row.choice is Choice.ADD]
    seen = _seen(session, stored, {row.digest for row in new})
    keyed = {row.row: _keys(details[row.row], region=workspace.phone_region) for row in new}
    known = _known_by_key(session, stored, {key for keys in keyed.values() for key in keys})
    found: dict[int, int] = {}
    for row in new:
        words = set(name_words(row.name))
        namesakes = [
            person_id
            for key in keyed[row.row]
            for person_id, name in known.get(key, ())
            if set(name_words(name)) == words
        ]
        if row.digest in seen or namesakes:
            found[row.row] = seen.get(row.digest) or namesakes[0]
    return found


def photos_ahead(import_id: int, *, viewer: Viewer) -> Iterator[tuple[int, bytes]]:
    """The pictures of the next step's rows that are to be taken in, by the row's number; one in memory at a time."""
    is_next = (
        ImportRow.import_id == ContactImport.id,
        ContactImport.id == import_id,
        ContactImport.state == ImportState.APPLYING,
        ImportRow.row > ContactImport.done,
        ImportRow.row <= ContactImport.done + STEP,
    )
    asked = select(ImportRow.id, ImportRow.row).where(
        *is_next, ImportRow.photo.is_not(None), ImportRow.choice != Choice.SKIP
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(asked.order_by(ImportRow.row)).all()
    for row_id, row in rows:
        with reading(viewer=viewer) as session:
            photo = session.scalar(select(ImportRow.photo).where(ImportRow.id == row_id))
        if photo:
            yield row, photo


def touched(session: Session, people: Mapping[int, Person]) -> set[int]:
    """Of these, whom somebody wrote about: a conversation, a follow-up, a promise, a favour, a picture,
    a move of the stage.
    """
    ids = list(people)
    found: set[int] = set()
    for table in (Participant, FollowUp, Promise, Give):
        asked = select(table.person_id).where(table.person_id.in_(ids)).distinct()
        found.update(session.scalars(asked.execution_options(**WITH_DELETED)))
    by_hand = PersonPhoto.person_id.in_(ids), PersonPhoto.import_id.is_(None)
    pictured = select(PersonPhoto.person_id).where(*by_hand)
    found.update(session.scalars(pictured.execution_options(**WITH_DELETED)))
    moved = select(StageChange.person_id).where(StageChange.person_id.in_(ids))
    found.update(session.scalars(moved.group_by(StageChange.person_id).having(func.count() > 1)))
    return found


def _there(workspace_id: int) -> tuple[ColumnElement[bool], ...]:
    hiding = select(ContactImport.id).where(
        ContactImport.workspace_id == workspace_id, ContactImport.state.in_(HIDING)
    )
    return (
        Person.workspace_id == workspace_id,
        or_(Person.deleted_at.is_(None), Person.import_id.in_(hiding)),
    )


def _seen(session: Session, stored: ContactImport, digests: Collection[str]) -> dict[str, int]:
    """People whom the same records made in other imports, and who are there."""
    rows = session.execute(
        select(ImportRow.digest, ImportRow.made_id).where(
            ImportRow.workspace_id == stored.workspace_id,
            ImportRow.import_id != stored.id,
            ImportRow.digest.in_(digests),
            ImportRow.result.in_([Result.ADDED, Result.UPDATED]),
        )
    )
    made = {digest: made_id for digest, made_id in rows if made_id is not None}
    there = people_by_id(session, stored, set(made.values()))
    return {digest: made_id for digest, made_id in made.items() if made_id in there}


def _keys(details: Details, *, region: str) -> set[tuple[DetailKind, str]]:
    ways = {
        DetailKind.EMAIL: details.emails,
        DetailKind.PHONE: details.phones,
        DetailKind.LINK: details.links,
    }
    return {
        (kind, key)
        for kind, values in ways.items()
        for one in values
        if (key := match_key(kind, one.value, region=region))
    }


def _known_by_key(
    session: Session, stored: ContactImport, keys: Collection[tuple[DetailKind, str]]
) -> dict[tuple[DetailKind, str], list[tuple[int, str]]]:
    """Id and name of the people who have each of these."""
    found: dict[tuple[DetailKind, str], list[tuple[int, str]]] = defaultdict(list)
    values = sorted({value for _kind, value in keys})
    for start in range(0, len(values), BATCH):
        asked = (
            select(PersonDetail.kind, PersonDetail.match_key, Person.id, Person.name)
            .join(Person, Person.id == PersonDetail.person_id)
            .where(
                PersonDetail.workspace_id == stored.workspace_id,
                PersonDetail.kind.in_(list({kind for kind, _value in keys})),
                PersonDetail.match_key.in_(values[start : start + BATCH]),
                *_there(stored.workspace_id),
            )
        )
        for kind, key, person_id, name in session.execute(asked.execution_options(**WITH_DELETED)):
            found[(kind, key)].append((person_id, name))
    return found
