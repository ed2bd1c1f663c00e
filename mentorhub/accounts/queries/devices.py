"""Signed-in devices and pending addresses; sign-ups that were never confirmed."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select

from mentorhub.accounts.models.people import AddressChange, SignedInDevice, User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.links import LINK_LIFETIMES, UNCONFIRMED_RETENTION, LinkKind
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer


@dataclass(frozen=True)
class Device:
    """A browser that is signed in; `browser` and `system` are '' where not recognised."""

    public_id: str
    browser: str
    system: str
    network: str
    created_at: dt.datetime
    last_seen_at: dt.datetime


@dataclass(frozen=True)
class Pending:
    """An address that waits to be confirmed, and until when it does."""

    email: str
    until: dt.datetime


def signed_in_devices(*, viewer: Viewer) -> list[Device]:
    """Where the viewer is signed in, the latest seen first."""
    names = Device.__dataclass_fields__
    found = (
        select(*(getattr(SignedInDevice, name) for name in names))
        .where(SignedInDevice.user_id == viewer.id, SignedInDevice.ended_at.is_(None))
        .order_by(SignedInDevice.last_seen_at.desc(), SignedInDevice.id.desc())
    )
    with reading(viewer=viewer) as session:
        return [Device(*row) for row in session.execute(found)]


def pending_address(*, viewer: Viewer, now: dt.datetime) -> Pending | None:
    """The address the viewer has asked for, while its link may be followed."""
    lifetime = LINK_LIFETIMES[LinkKind.ADDRESS]
    found = select(AddressChange.email, AddressChange.created_at).where(
        AddressChange.user_id == viewer.id, AddressChange.created_at > now - lifetime
    )
    with reading(viewer=viewer) as session:
        row = session.execute(found).first()
        return Pending(row.email, row.created_at + lifetime) if row else None


def address_of(token: str, *, viewer: Viewer, now: dt.datetime) -> str:
    """The address that a mailed link would confirm; '' for one that opens nothing (any more)."""
    public_id, _version = links.opened_dated(token, purpose=LinkKind.ADDRESS, now=now) or (
        "",
        0,
    )
    found = (
        select(AddressChange.email)
        .join(User, User.id == AddressChange.user_id)
        .where(AddressChange.public_id == public_id, User.active)
    )
    with reading(viewer=viewer) as session:
        return session.scalar(found) or ""


def unnotified_devices(*, viewer: Viewer, limit: int) -> list[int]:
    """New devices of which their owners are still to be notified, the longest waiting first."""
    due = (
        select(SignedInDevice.id)
        .where(SignedInDevice.notice_due_at.is_not(None))
        .order_by(SignedInDevice.notice_due_at, SignedInDevice.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def stale_sign_ups(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Users who signed up more than seven days ago, never confirmed, never signed in, and have no role anywhere."""
    due = (
        select(User.id)
        .where(
            User.confirmed_at.is_(None),
            User.login_count.is_(None),
            User.create_datetime < now - UNCONFIRMED_RETENTION,
            ~exists().where(Membership.user_id == User.id),
        )
        .order_by(User.create_datetime, User.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))
