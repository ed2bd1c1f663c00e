"""Pictures of people: whose one is, which, and which removed ones are due to be erased."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.bin import KEPT


def photo(public_id: str, photo_id: str, *, viewer: Viewer) -> bytes:
    """This picture of this person of the viewer's, as WebP. Raises `NotFound` for anybody else's, or an earlier one."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = session.scalar(
            select(PersonPhoto.content)
            .join(Person, Person.id == PersonPhoto.person_id)
            .where(
                Person.workspace_id == workspace.id,
                Person.public_id == public_id,
                PersonPhoto.public_id == photo_id,
            )
        )
    if found is None:
        raise NotFound
    return found


def photo_of(session: Session, person_id: int) -> PersonPhoto | None:
    """The picture a person has now."""
    return session.scalars(
        select(PersonPhoto).where(PersonPhoto.person_id == person_id)
    ).one_or_none()


def photo_id_of(session: Session, person_id: int) -> str:
    """Its public id, without reading the picture; '' for none."""
    asked = select(PersonPhoto.public_id).where(PersonPhoto.person_id == person_id)
    return session.scalar(asked) or ""


def photos_of(session: Session, person_ids: Collection[int]) -> dict[int, bytes]:
    """The pictures of these people, as WebP."""
    asked = select(PersonPhoto.person_id, PersonPhoto.content)
    rows = session.execute(asked.where(PersonPhoto.person_id.in_(person_ids)))
    return {person_id: content for person_id, content in rows}  # noqa: C416


def due_photos(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of pictures that were removed or replaced as long ago as things stay in the bin."""
    asked = select(PersonPhoto.id).where(PersonPhoto.deleted_at <= now - KEPT)
    with reading(viewer=viewer) as session:
        found = asked.order_by(PersonPhoto.id).limit(limit)
        return list(session.scalars(found.execution_options(**WITH_DELETED)))
