"""The picture of a person: put, replaced, removed, put back as it was; erased once it was gone for long enough."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from mentorhub.accounts.security.photos import redrawn
from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.photos import photo_of
from mentorhub.workspace.rules.bin import KEPT
from mentorhub.workspace.rules.due_dates import NewerInTheWay
from mentorhub.workspace.rules.photos import PHOTO_MAX


@dataclass(frozen=True)
class Changed:
    """Public ids of the picture there is now, and of the one before; '' for none. What an undo asks for."""

    photo: str
    earlier: str


def put_photo(public_id: str, file: bytes, *, viewer: Viewer) -> Changed:
    """Make this the picture of a person, in place of an earlier one.

    Raises `NotFound` for anybody else's person, before the file is opened; `accounts.rules.profiles.PhotoRefused`.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        own_person(session, public_id, workspace_id=workspace.id)
    return _change(public_id, redrawn(file, bytes_max=PHOTO_MAX), viewer=viewer)


def take_photo_away(public_id: str, *, viewer: Viewer) -> Changed:
    """Leave a person without a picture. Raises `NotFound` for anybody else's."""
    return _change(public_id, None, viewer=viewer)


def undo_photo(public_id: str, *, changed: Changed, viewer: Viewer) -> None:
    """Put the picture back that there was, or none.

    Raises `NotFound` for anybody else's, `NewerInTheWay` where the picture was changed since, or erased.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        now = photo_of(session, person.id)
        mine = PersonPhoto.person_id == person.id, PersonPhoto.public_id == changed.earlier
        asked = select(PersonPhoto).where(*mine).execution_options(**WITH_DELETED)
        earlier = session.scalars(asked).one_or_none()
        is_gone = bool(changed.earlier) and earlier is None
        if (now.public_id if now else "") != changed.photo or is_gone:
            raise NewerInTheWay
        if now is not None:
            now.deleted_at = clock.now()
            session.flush()
        if earlier is not None:
            earlier.deleted_at = None


def erase_photo(photo_id: int) -> None:
    """Erase a picture that was removed or replaced 30 days ago; none that came back meanwhile."""
    due = PersonPhoto.deleted_at <= clock.now() - KEPT
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(PersonPhoto).where(PersonPhoto.id == photo_id, due))


def _change(public_id: str, image: bytes | None, *, viewer: Viewer) -> Changed:
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        earlier, now = photo_of(session, person.id), clock.now()
        if earlier is not None:
            earlier.deleted_at = now
            session.flush()
        was = earlier.public_id if earlier else ""
        if image is None:
            return Changed("", was)
        put = PersonPhoto(
            workspace_id=workspace.id, person_id=person.id, content=image, created_at=now
        )
        session.add(put)
        session.flush()
        return Changed(put.public_id, was)
