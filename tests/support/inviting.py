"""A practice that invites: sent by its owner, read as the addressee would, and what is stored of it."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.actions.invitations import invite_member
from mentorhub.accounts.models.practices import Invitation, Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support.account_emails import link_of

BO = "bo@example.org"
KIND = "accounts.invitation"


def invite(practice_id: int, owner_id: int, email: str = BO, *, role: Role = Role.MENTOR) -> str:
    """The invitation's public id."""
    invite_member(practice_id, email=email, role=role, viewer=USER(owner_id))
    return str(stored(email)["public_id"])


def token(app: Flask) -> str:
    """Of the newest email."""
    return link_of(app, KIND).rpartition("/")[2]


def stored(email: str = BO) -> dict[str, Any]:
    """The columns of the newest invitation of this address."""
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        found = select(Invitation.__table__).where(Invitation.email == email)
        return dict(session.execute(found.order_by(Invitation.id.desc())).mappings().first() or {})


def roles() -> dict[int, Role]:
    """Who has which role, by user."""
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        return dict(session.execute(select(Membership.user_id, Membership.role)).all())


def membership(user_id: int) -> str:
    """The public id of this user's only membership."""
    with reading(viewer=SYSTEM) as session:
        found = select(Membership.public_id).where(Membership.user_id == user_id)
        return session.scalars(found).one()
