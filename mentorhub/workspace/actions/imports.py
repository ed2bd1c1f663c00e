"""Imports, as their owner does them: a file looked at, rows chosen, taken into the notebook, taken back."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.outcomes import outcomes
from mentorhub.workspace.importers.photos import photo_reasons
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import File, Record
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.queries.imports import book_of, own_import
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.documents import document_of
from mentorhub.workspace.rules.imports import (
    CHOSEN,
    KEPT,
    OFFERED,
    Book,
    Choice,
    ImportStands,
    ImportState,
    Outcome,
    refuse_move,
)
from mentorhub.workspace.rules.rhythm import Tier

CHUNK = 1_000  # rows in one statement


def create_import(
    data: bytes,
    *,
    viewer: Viewer,
    file_name: str = "",
    encoding: str = "",
    mapping: Sequence[Field] | None = None,
    day_first: bool | None = None,
) -> str:
    """Look at a file of contacts: what it would bring is stored for the preview, nothing of it in the notebook yet.

    Returns the import's public id. `encoding`, `mapping` and `day_first` as `importers.reading.read_file` takes them.
    Raises `NotFound` without a notebook, a subclass of `records.Unreadable` for a file that cannot be taken.
    """
    book = book_of(viewer=viewer)
    file = read_file(data, encoding=encoding, mapping=mapping, day_first=day_first)
    rows = _rows(file, book)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        made = ContactImport(
            workspace_id=workspace.id,
            file=data,
            file_name=file_name[:200],
            encoding_asked=encoding,
            created_at=now,
            **_read_as(file, rows),
        )
        session.add(made)
        session.flush()
        _write_rows(session, made, rows)
        return made.public_id


def reread_import(
    public_id: str,
    *,
    viewer: Viewer,
    encoding: str = "",
    mapping: Sequence[Field] | None = None,
    day_first: bool | None = None,
) -> None:
    """Look at the same file again, read in another way; its rows and choices are made anew.

    Raises `NotFound` for anybody else's, `ImportStands` once it was applied, `Unreadable` as `create_import`.
    """
    with transaction(viewer=viewer) as session:
        data = own_import(session, public_id, viewer=viewer).file
    if data is None:
        raise ImportStands
    book = book_of(viewer=viewer)
    file = read_file(data, encoding=encoding, mapping=mapping, day_first=day_first)
    rows = _rows(file, book)
    with transaction(viewer=viewer) as session:
        stored = own_import(session, public_id, viewer=viewer, is_locked=True)
        refuse_move("apply", stored.state)
        session.execute(delete(ImportRow).where(ImportRow.import_id == stored.id))
        for name, value in _read_as(file, rows).items():
            setattr(stored, name, value)
        stored.encoding_asked = encoding
        session.flush()
        _write_rows(session, stored, rows)


def choose_rows(public_id: str, choices: Mapping[int, Choice], *, viewer: Viewer) -> None:
    """Say of rows, by their numbers, what is to become of them; what a row does not offer is left as it is.

    Raises `NotFound` for anybody else's, `ImportStands` once it was applied.
    """
    with transaction(viewer=viewer) as session:
        stored = own_import(session, public_id, viewer=viewer, is_locked=True)
        refuse_move("apply", stored.state)
        for choice in Choice:
            rows = [row for row, wanted in choices.items() if wanted is choice]
            offering = [outcome for outcome, offered in OFFERED.items() if choice in offered]
            session.execute(
                update(ImportRow)
                .where(
                    ImportRow.import_id == stored.id,
                    ImportRow.row.in_(rows),
                    ImportRow.outcome.in_(offering),
                )
                .values(choice=choice)
            )


def apply_import(
    public_id: str,
    *,
    viewer: Viewer,
    tag: str = "",
    occasion: str = "",
    tier: Tier = Tier.OFF,
    takes_file: bool = False,
) -> None:
    """Let a worker take the chosen rows in, hidden until all are; asked for again, nothing changes.

    `tag` is put on all of them, `occasion` where they were met, `tier` how often; `takes_file` lets the file's words
    take the place of those in the notebook. Raises `NotFound` for anybody else's, `ImportStands` for one that was
    taken back or failed.
    """
    with transaction(viewer=viewer) as session:
        stored = own_import(session, public_id, viewer=viewer, is_locked=True)
        if stored.state in (ImportState.APPLYING, ImportState.APPLIED):
            return
        refuse_move("apply", stored.state)
        stored.tag, stored.occasion, stored.tier = tag, occasion, tier
        stored.takes_file = takes_file
        stored.apply()


def undo_import(public_id: str, *, viewer: Viewer) -> None:
    """Let a worker take back what an import brought, but for people who were written about since.

    Raises `NotFound` for anybody else's, `ImportStands` for one that is not in, or whose rows are no longer kept.
    """
    with transaction(viewer=viewer) as session:
        stored = own_import(session, public_id, viewer=viewer, is_locked=True)
        if stored.state in (ImportState.UNDOING, ImportState.UNDONE):
            return
        refuse_move("undo", stored.state)
        if is_forgotten(stored, now=clock.now()):
            raise ImportStands
        stored.undo()


def discard_import(public_id: str, *, viewer: Viewer) -> None:
    """Throw a preview away. Raises `NotFound` for anybody else's, `ImportStands` once it was applied."""
    with transaction(viewer=viewer) as session:
        stored = own_import(session, public_id, viewer=viewer, is_locked=True)
        refuse_move("apply", stored.state)
        session.execute(delete(ImportRow).where(ImportRow.import_id == stored.id))
        session.delete(stored)


def forget_import(import_id: int) -> None:
    """What was read of a file is no longer kept; that it was imported, and what became of it, stays."""
    with transaction(viewer=SYSTEM) as session:
        stored = session.get_one(ContactImport, import_id)
        stored.file = None
        session.execute(
            update(ImportRow)
            .where(ImportRow.import_id == import_id)
            .values(name="", document={}, before=None, photo=None)
        )


def is_forgotten(stored: ContactImport, *, now: dt.datetime) -> bool:
    """Whether its rows are no longer kept."""
    return stored.created_at <= now - KEPT


def _rows(file: File, book: Book) -> list[dict[str, Any]]:
    """Each record as an import's row: what it says, and what it is to the notebook."""
    documents = [_document(record) for record in file.records]
    digests = [_digest(document) for document in documents]
    found = outcomes(file.records, digests, book)
    return [
        {
            "row": record.row,
            "name": record.name,
            "document": document,
            "digest": digest,
            "photo": record.photo or None,
            "outcome": one.outcome,
            "reason": ",".join((*one.reasons, *photo_reasons(record))),
            **{"person_id": one.person_id, "same_row": one.same_row},
            "choice": CHOSEN[one.outcome],
        }
        for record, document, digest, one in zip(
            file.records, documents, digests, found, strict=True
        )
    ]


def _document(record: Record) -> dict[str, Any]:
    return {
        "details": document_of(details_of(record)),
        "uid": record.uid,
        "tags": list(record.tags),
        "lines": list(record.raw),
    }


def _digest(document: Mapping[str, Any]) -> str:
    """Knows a record again in another file: all that it says, but for its place and its picture."""
    return version_of(document["details"], document["uid"], document["tags"])


def _read_as(file: File, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How the file was read and what is in it, as an import's columns."""
    counts = Counter(row["outcome"] for row in rows)
    return {
        "file_format": file.format.value,
        "encoding": file.encoding,
        "day_first": file.day_first,
        "mapping": {"fields": list(file.mapping)},
        "columns": {"names": list(file.columns), "samples": [list(one) for one in file.samples]},
        "total": len(rows),
        "new": counts[Outcome.NEW],
        "updates": counts[Outcome.UPDATE],
        "doubles": counts[Outcome.DOUBLE],
        "unusable": counts[Outcome.UNUSABLE],
    }


def _write_rows(session: Session, stored: ContactImport, rows: Sequence[dict[str, Any]]) -> None:
    of = {"workspace_id": stored.workspace_id, "import_id": stored.id}
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(ImportRow), [of | row for row in rows[start : start + CHUNK]])
