"""Whose notebook it is: the workspace of a viewer, and their own person or 404."""

from typing import TypeVar

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import FormUse, FormUsed
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.workspaces import Workspace

Made = TypeVar("Made", Person, Interaction, FollowUp, Promise)
Meant = TypeVar("Meant", FollowUp, Promise, Occasion)


def has_workspace(*, viewer: Viewer) -> bool:
    """Whether the viewer has a notebook. It stays open to its owner whatever became of the seat."""
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists().where(Workspace.user_id == viewer.id))))


def refuse_stranger(*, viewer: Viewer) -> None:
    """Raises `NotFound` for whoever has no notebook and never had an enrolled seat."""
    asked = select(
        or_(
            exists().where(Workspace.user_id == viewer.id),
            exists().where(Enrolment.user_id == viewer.id, Enrolment.enrolled_at.is_not(None)),
        )
    )
    with reading(viewer=viewer) as session:
        if not session.scalar(asked):
            raise NotFound


def refuse_anothers_follow_up(public_id: str, *, viewer: Viewer) -> None:
    """Raises `NotFound` for a follow-up that is not the viewer's: for a form refused before its action."""
    mine = exists().where(
        FollowUp.public_id == public_id,
        FollowUp.workspace_id == Workspace.id,
        Workspace.user_id == viewer.id,
    )
    with reading(viewer=viewer) as session:
        if not session.scalar(select(mine)):
            raise NotFound


def occasion_names(*, viewer: Viewer, at_most: int = 30) -> list[str]:
    """Where the viewer met people, latest first, to choose from while writing."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Occasion.name)
                .join(Workspace, Workspace.id == Occasion.workspace_id)
                .where(Workspace.user_id == viewer.id)
                .order_by(Occasion.id.desc())
                .limit(at_most)
            )
        )


def own_workspace(session: Session, *, viewer: Viewer, is_locked: bool = False) -> Workspace:
    """The viewer's notebook with its user; raises `NotFound`. Locked, its writers wait for each other."""
    asked = select(Workspace).where(Workspace.user_id == viewer.id)
    asked = (
        asked.with_for_update(key_share=True)
        if is_locked
        else asked.options(joinedload(Workspace.user))
    )
    found = session.scalars(asked).one_or_none() if viewer.kind == "user" else None
    if found is None:
        raise NotFound
    return found


def own_person(session: Session, public_id: str, *, workspace_id: int) -> Person:
    """A person of this notebook, with the occasion; raises `NotFound` for anybody else's."""
    found = session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.public_id == public_id)
        .options(joinedload(Person.occasion))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_locked(session: Session, table: type[Meant], public_id: str, *, viewer: Viewer) -> Meant:
    """A follow-up, promise or occasion of the viewer's, locked until the end; raises `NotFound` for anybody else's."""
    workspace = own_workspace(session, viewer=viewer)
    asked = select(table).where(table.workspace_id == workspace.id, table.public_id == public_id)
    found = session.scalars(asked.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def made_before(
    session: Session, table: type[Made], form: FormUse | None, *, workspace_id: int
) -> Made | None:
    """What this form made when it was sent with these words before, though it be deleted; the notebook must be locked.

    Raises `FormUsed` for a form that was sent with other words. Source: draft-ietf-httpapi-idempotency-key-header 2.7.
    """
    if form is None:
        return None
    asked = select(table).where(table.workspace_id == workspace_id, table.form_key == form.key)
    found = session.scalars(asked.execution_options(**WITH_DELETED)).one_or_none()
    if found is not None and found.form_digest != form.digest:
        raise FormUsed(found.public_id)
    return found
