"""Who an address is, and whom a mailed link would serve."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.links import LinkKind, use_key
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.links import UsedLink


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against. `sign_in_user` itself checks whether the user is disabled."""

    user_id: int
    public_id: str
    password_hash: str | None


@dataclass(frozen=True)
class Self:
    """What a user's own pages need. `handle`: what passkeys know them by."""

    handle: str
    name: str
    email: str
    password_hash: str | None


@dataclass(frozen=True)
class UsedBy:
    """Whom a mailed link has served already, and when; `user_id` is None where that is not stored."""

    user_id: int | None
    at: dt.datetime


def credentials(email: str, *, viewer: Viewer) -> Credentials | None:
    """Those of the user whose confirmed address this is, or None; what is no address has none.

    An address that nobody has confirmed answers as an unknown one: who signed up with it must not learn more.
    """
    try:
        key = email_key(email)
    except ValueError:
        return None
    with reading(viewer=viewer) as session:
        found = select(User.id, User.public_id, User.password).where(
            User.email_key == key, User.confirmed_at.is_not(None)
        )
        row = session.execute(found).first()
        return Credentials(*row) if row else None


def own(*, viewer: Viewer) -> Self:
    """The viewer's own; for a signed-in viewer only."""
    with reading(viewer=viewer) as session:
        user = session.get_one(User, viewer.id)
        return Self(user.public_id, user.name, user.email, user.password)


def reader_of(token: str, *, kind: LinkKind, viewer: Viewer, now: dt.datetime) -> Self | None:
    """Whom a mailed link would serve, without using it; None for one that opens nothing (any more)."""
    opened = links.opened_dated(token, purpose=kind, now=now)
    if opened is None:
        return None
    used = exists().where(UsedLink.token_key == use_key(token, kind=kind))
    with reading(viewer=viewer) as session:
        user = session.scalar(
            select(User).where(
                User.public_id == opened[0],
                User.link_version == opened[1],
                User.active,
                ~used,
            )
        )
        return Self(user.public_id, user.name, user.email, user.password) if user else None


def use_of(token: str, *, kind: LinkKind, viewer: Viewer) -> UsedBy | None:
    """By whom and when a mailed link was used; None for any other, and once the record is deleted."""
    link = links.opened_until(token, purpose=kind)
    if link is None:
        return None
    with reading(viewer=viewer) as session:
        at = links.used_at(session, use_key(token, kind=kind))
        if at is None:
            return None
        return UsedBy(session.scalar(select(User.id).where(User.public_id == link.public_id)), at)
