"""Taking rows of an import back: whoever was added goes, whoever was filled up is as before."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from mentorhub.foundation.versions import version_of
from mentorhub.workspace.models.erasing import erase_people
from mentorhub.workspace.models.imports import ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.writing import read_details, write_details
from mentorhub.workspace.rules.documents import details_from
from mentorhub.workspace.rules.imports import Result


def take_back(
    session: Session,
    rows: Sequence[ImportRow],
    people: Mapping[int, Person],
    *,
    touched: Collection[int],
    today: dt.date,
    region: str,
) -> None:
    """Take back what these rows made, the last first; of whom somebody wrote since, nothing is touched.

    `people` are those whom the rows made, by id, as far as they are there; `touched` those of whom something was
    written besides their details.
    """
    gone: set[int] = set()
    details = read_details(session, list(people.values()))
    for row in rows:
        if row.result not in (Result.ADDED, Result.UPDATED):
            continue
        person = people.get(row.made_id or 0)
        if person is None:
            row.result = Result.TAKEN_BACK
            continue
        now = details[person.id]
        is_as_written = version_of(now) == row.written
        if row.result is Result.ADDED and is_as_written and person.id not in touched:
            gone.add(person.id)
            row.result = Result.TAKEN_BACK
        elif row.result is Result.UPDATED and is_as_written:
            before = details[person.id] = details_from(row.before or {})
            if before != now:
                write_details(session, person, before, before=now, today=today, region=region)
            row.result = Result.TAKEN_BACK
            if person.import_id == row.import_id:
                note_version(session, row, version_of(before))
        else:
            row.result = Result.KEPT
    session.flush()
    erase_people(session, gone)


def note_version(session: Session, row: ImportRow, version: str) -> None:
    """Where an earlier row of the import added this person: what is written about them now is both rows' doing."""
    session.flush()
    session.execute(
        update(ImportRow)
        .where(
            ImportRow.import_id == row.import_id,
            ImportRow.made_id == row.made_id,
            ImportRow.result == Result.ADDED,
        )
        .values(written=version)
    )
