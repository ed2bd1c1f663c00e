"""Imports: what a notebook knows before one, what each brought, and which a worker has to go on with."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.details import RemovedIdentity
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.imports import (
    AT_WORK,
    KEPT,
    Book,
    Choice,
    ImportState,
    Outcome,
    Result,
)

ROWS_SHOWN = 50


@dataclass(frozen=True)
class ImportPage:
    """One import with some of its rows; `after` is the last row of this page, or None at the end.

    `people` names, by id, those whom rows update or may be; `results` counts rows by what became of them.
    """

    contact_import: ContactImport
    rows: Sequence[ImportRow]
    after: int | None
    people: Mapping[int, tuple[str, str]]
    results: Mapping[Result, int]
    chosen: int


def book_of(*, viewer: Viewer) -> Book:
    """What the viewer's notebook knows, to compare a file with. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        return notebook_book(session, own_workspace(session, viewer=viewer))


def notebook_book(session: Session, workspace: Workspace) -> Book:
    """What this notebook knows, to compare a file with."""
    people = session.scalars(select(Person).where(Person.workspace_id == workspace.id)).all()
    cards = {f"mentorhub-person-{person.public_id}": person.id for person in people}
    cards |= {person.card_uid: person.id for person in people if person.card_uid}
    removed = session.execute(
        select(RemovedIdentity.kind, RemovedIdentity.digest).where(
            RemovedIdentity.workspace_id == workspace.id
        )
    )
    return Book(
        people=read_details(session, people),
        cards=cards,
        seen=seen_digests(session, workspace.id),
        removed=frozenset((kind.value, digest) for kind, digest in removed),
        removal_key=workspace.removal_key,
        region=workspace.phone_region,
    )


def seen_digests(session: Session, workspace_id: int) -> dict[str, int]:
    """Ids of people by the digest of the record that added or updated them."""
    rows = session.execute(
        select(ImportRow.digest, ImportRow.made_id)
        .where(
            ImportRow.workspace_id == workspace_id,
            ImportRow.result.in_([Result.ADDED, Result.UPDATED]),
        )
        .order_by(ImportRow.id)
    )
    return {digest: made_id for digest, made_id in rows if made_id is not None}


def imports(*, viewer: Viewer, limit: int = 20) -> Sequence[ContactImport]:
    """The viewer's imports, the latest first. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        return session.scalars(
            select(ContactImport)
            .where(ContactImport.workspace_id == workspace.id)
            .order_by(ContactImport.id.desc())
            .limit(limit)
        ).all()


def import_page(
    public_id: str, *, viewer: Viewer, after: int = 0, outcome: Outcome | None = None
) -> ImportPage:
    """One import of the viewer's with its rows behind `after`; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        found = own_import(session, public_id, viewer=viewer)
        asked = select(ImportRow).where(ImportRow.import_id == found.id, ImportRow.row > after)
        if outcome is not None:
            asked = asked.where(ImportRow.outcome == outcome)
        rows = session.scalars(asked.order_by(ImportRow.row).limit(ROWS_SHOWN + 1)).all()
        shown = rows[:ROWS_SHOWN]
        ids = {row.person_id for row in shown if row.person_id is not None}
        named = session.execute(
            select(Person.id, Person.name, Person.public_id).where(Person.id.in_(ids))
        )
        counted = session.execute(
            select(ImportRow.result, func.count())
            .where(ImportRow.import_id == found.id)
            .group_by(ImportRow.result)
        )
        chosen = session.scalar(
            select(func.count()).where(
                ImportRow.import_id == found.id, ImportRow.choice != Choice.SKIP
            )
        )
        return ImportPage(
            contact_import=found,
            rows=shown,
            after=shown[-1].row if len(rows) > ROWS_SHOWN else None,
            people={row_id: (name, public) for row_id, name, public in named},
            results=dict.fromkeys(Result, 0) | {result: count for result, count in counted},  # noqa: C416
            chosen=chosen or 0,
        )


def unusable_rows(public_id: str, *, viewer: Viewer) -> list[tuple[int, str]]:
    """Row and reasons (codes, with commas between) of each record that cannot be used, in the order of the file.

    Raises `NotFound` for anybody else's.
    """
    with reading(viewer=viewer) as session:
        found = own_import(session, public_id, viewer=viewer)
        unusable = ImportRow.import_id == found.id, ImportRow.outcome == Outcome.UNUSABLE
        rows = session.execute(
            select(ImportRow.row, ImportRow.reason).where(*unusable).order_by(ImportRow.row)
        )
        return [(row, reason) for row, reason in rows]


def own_import(
    session: Session, public_id: str, *, viewer: Viewer, is_locked: bool = False
) -> ContactImport:
    """An import of the viewer's; raises `NotFound` for anybody else's."""
    workspace = own_workspace(session, viewer=viewer, is_locked=is_locked)
    asked = select(ContactImport).where(
        ContactImport.workspace_id == workspace.id, ContactImport.public_id == public_id
    )
    found = session.scalars(asked.with_for_update() if is_locked else asked).one_or_none()
    if found is None:
        raise NotFound
    return found


def imports_at_work(*, viewer: Viewer) -> list[tuple[int, ImportState, int]]:
    """Id, state and rows gone through of each import that a worker has to go on with, the oldest first."""
    asked = select(ContactImport.id, ContactImport.state, ContactImport.done)
    with reading(viewer=viewer) as session:
        rows = session.execute(
            asked.where(ContactImport.state.in_(AT_WORK)).order_by(ContactImport.id)
        )
        return [(row_id, state, done) for row_id, state, done in rows]


def stale_imports(*, viewer: Viewer, now: dt.datetime) -> list[int]:
    """Ids of imports whose file and rows were kept long enough."""
    is_old = ContactImport.created_at <= now - KEPT, ContactImport.state.not_in(AT_WORK)
    has_words = or_(
        ContactImport.file.is_not(None),
        select(ImportRow.id)
        .where(ImportRow.import_id == ContactImport.id, ImportRow.name != "")
        .exists(),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(ContactImport.id).where(*is_old, has_words)))
