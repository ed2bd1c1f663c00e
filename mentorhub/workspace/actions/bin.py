"""The bin: into it, out of it, and erased, at once or after its time."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.repeats import forget_answers
from mentorhub.workspace.models import deleting
from mentorhub.workspace.models.erasing import erase, erase_person
from mentorhub.workspace.models.history import Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.bin import TABLES, own_thing
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.bin import Thing, is_due

_DELETE: dict[Thing, Callable[..., None]] = {
    Thing.PERSON: deleting.delete_person,
    Thing.CONVERSATION: deleting.delete_conversation,
    Thing.GIVE: deleting.delete_give,
    Thing.FOLLOW_UP: deleting.delete_follow_up,
}
_RESTORE: dict[Thing, Callable[..., None]] = {
    Thing.PERSON: deleting.restore_person,
    Thing.CONVERSATION: deleting.restore_conversation,
    Thing.GIVE: deleting.restore_give,
    Thing.FOLLOW_UP: deleting.restore_follow_up,
    Thing.PROMISE: deleting.restore_promise,
}


def delete_thing(thing: Thing, public_id: str, *, viewer: Viewer) -> str:
    """Put something, and what is its alone, into the bin for 30 days; again, it changes nothing.

    Returns the public id of the person it was about, '' for an occasion. Raises `NotFound` for anybody else's.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        _thing, row = own_thing(session, public_id, workspace_id=workspace.id, kind=thing)
        about = _about(session, thing, row)
        if row.deleted_at is None:
            if thing in _DELETE:
                _DELETE[thing](session, row, now)
            else:
                row.deleted_at = now
        return about


def restore_thing(public_id: str, *, viewer: Viewer) -> tuple[Thing, str]:
    """Take something out of the bin with all that went into it then; again, it changes nothing.

    Returns its kind and the public id of the person it is about ('' for an occasion). Raises `NotFound` for anybody
    else's and for what was erased, `RestoreFirst` where what it belongs to is in the bin.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        thing, row = own_thing(session, public_id, workspace_id=workspace.id)
        if row.deleted_at is not None:
            workspace.pairs_stale_at = clock.now()
            if thing in _RESTORE:
                _RESTORE[thing](session, row)
            else:
                row.deleted_at = None
        return thing, _about(session, thing, row)


def erase_thing(public_id: str, *, viewer: Viewer) -> None:
    """Erase something that is in the bin, now and for good. Raises `NotFound` for anything else."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        thing, row = own_thing(session, public_id, workspace_id=workspace.id)
        if row.deleted_at is None:
            raise NotFound
        _erase(session, thing, row)
        forget_answers(session, workspace.user_id)


def erase_due(item: tuple[Thing, int]) -> None:
    """Erase something whose 30 days in the bin are over; nothing that was restored, or erased, in the meantime."""
    thing, row_id = item
    table = TABLES[thing]
    with transaction(viewer=SYSTEM) as session:
        notebook = select(Workspace).join(table, table.workspace_id == Workspace.id)
        locked = notebook.where(table.id == row_id).with_for_update(key_share=True, of=Workspace)
        session.scalars(locked.execution_options(**WITH_DELETED)).one_or_none()
        asked = select(table).where(table.id == row_id)
        row = session.scalars(asked.execution_options(**WITH_DELETED)).one_or_none()
        if row is not None and is_due(row.deleted_at, now=clock.now()):
            _erase(session, thing, row)


def _erase(session: Session, thing: Thing, row: Any) -> None:
    if thing is Thing.PERSON:
        erase_person(session, row)
    elif thing is Thing.FOLLOW_UP:
        erase(session, row.__table__, deleting.chain_of(session, row))
    else:
        erase(session, row.__table__, [row.id])
    session.expire_all()


def _about(session: Session, thing: Thing, row: Any) -> str:
    """The public id of the person, or of the first of several who are not in the bin."""
    if thing is Thing.PERSON:
        return str(row.public_id)
    if thing is Thing.OCCASION:
        return ""
    asked = select(Person.public_id).order_by(Person.deleted_at.is_not(None))
    if thing is Thing.CONVERSATION:
        asked = asked.join(Participant, Participant.person_id == Person.id).where(
            Participant.interaction_id == row.id
        )
        asked = asked.order_by(Participant.id)
    else:
        asked = asked.where(Person.id == row.person_id)
    found = session.scalars(asked.limit(1).execution_options(**WITH_DELETED))
    return found.first() or ""
