"""Pictures that an import brings, each to whom its row made or filled up; and takes back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.rules.imports import Result
from mentorhub.workspace.rules.photos import UNREADABLE


def bring_photos(
    session: Session,
    stored: ContactImport,
    rows: Sequence[ImportRow],
    photos: Mapping[int, bytes | None],
    *,
    now: dt.datetime,
) -> None:
    """Give each person who never had a picture the first that came for them; the file's own are no longer kept.

    `photos` are redrawn, by a row's number; None is one that could not be read, which the row says.
    """
    meant: dict[int, bytes] = {}
    for row in rows:
        image = photos.get(row.row)
        if image is None and row.row in photos:
            row.reason = ",".join(filter(None, [row.reason, UNREADABLE]))
        elif image and row.result in (Result.ADDED, Result.UPDATED) and row.made_id:
            meant.setdefault(row.made_id, image)
    have = _with_photo(session, meant)
    session.add_all(
        PersonPhoto(
            workspace_id=stored.workspace_id,
            person_id=person_id,
            import_id=stored.id,
            content=image,
            created_at=now,
        )
        for person_id, image in meant.items()
        if person_id not in have
    )
    session.flush()
    forget = update(ImportRow).where(
        ImportRow.import_id == stored.id, ImportRow.row.in_([row.row for row in rows])
    )
    session.execute(forget.values(photo=None).execution_options(synchronize_session=False))


def take_photos_back(session: Session, stored: ContactImport, rows: Sequence[ImportRow]) -> None:
    """Erase what the import brought to people of whom it takes back the rest."""
    people = {row.made_id for row in rows if row.result is Result.TAKEN_BACK}
    session.execute(
        delete(PersonPhoto).where(
            PersonPhoto.import_id == stored.id, PersonPhoto.person_id.in_(people - {None})
        )
    )


def _with_photo(session: Session, people: Collection[int]) -> set[int]:
    """Who of them has one, or had one that was removed lately: nothing comes back unasked."""
    asked = select(PersonPhoto.person_id).where(PersonPhoto.person_id.in_(people))
    return set(session.scalars(asked.execution_options(**WITH_DELETED)))
