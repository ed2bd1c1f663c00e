"""Accounts that are being closed: which practices would be left alone, who is due to be erased, who still cannot be."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from mentorhub.accounts.models.people import Tombstone, User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.closing import GRACE, tombstones_of
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.config import extension, settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound

DATA_HOLDERS, CLOSURE_BLOCKERS = "keepers", "binders"
# What a package above answers for a user's id: whether it still holds their data; whether the account is still needed
# there, so that it cannot be closed yet.
HoldsData = Callable[[int], bool]
BlocksClosure = Callable[[int], bool]


@dataclass(frozen=True)
class OwnRole:
    """The viewer's role in one practice; `is_last`: nobody else owns it."""

    practice_id: str
    practice: str
    role: Role
    is_last: bool


def own_roles(*, viewer: Viewer) -> list[OwnRole]:
    """The viewer's practices by name, and which of them would be left without an owner."""
    with reading(viewer=viewer) as session:
        alone = practices_left_alone(session, viewer.id or 0)
        rows = session.execute(
            select(Practice.public_id, Practice.name, Membership.role)
            .join(Membership, Membership.practice_id == Practice.id)
            .where(Membership.user_id == viewer.id)
            .order_by(Practice.name, Practice.id)
        )
        return [OwnRole(key, name, role, is_last=key in alone) for key, name, role in rows]


def practices_left_alone(session: Session, user_id: int) -> dict[str, str]:
    """Public ids and names of practices that nobody else owns who stays; in the caller's read or transaction."""
    mine, other = aliased(Membership), aliased(Membership)
    is_owned_else = exists().where(
        other.practice_id == Practice.id,
        other.user_id != user_id,
        other.role == Role.OWNER,
        User.id == other.user_id,
        User.closing_at.is_(None),
    )
    rows = session.execute(
        select(Practice.public_id, Practice.name)
        .join(mine, mine.practice_id == Practice.id)
        .where(mine.user_id == user_id, mine.role == Role.OWNER, ~is_owned_else)
        .order_by(Practice.name, Practice.id)
    )
    return {key: name for key, name in rows}  # noqa: C416 - rows are no pairs to mypy


def closing_at(*, viewer: Viewer) -> dt.datetime | None:
    """Since when the viewer's account is being closed; None for one that goes on."""
    with reading(viewer=viewer) as session:
        return session.scalar(select(User.closing_at).where(User.id == viewer.id))


def due_erasures(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Users whose grace is over and who are not erased yet, the longest waiting first."""
    due = (
        select(User.id)
        .where(User.closing_at <= now - GRACE, User.erased_at.is_(None))
        .order_by(User.closing_at, User.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def erased_but_present(*, viewer: Viewer, limit: int) -> list[int]:
    """Ids of users whose tombstone says that they were erased, and who are present again after a restored backup."""
    found = (
        select(User.id)
        .join(Tombstone, Tombstone.user_public_id == User.public_id)
        .where(User.erased_at.is_(None))
        .where(func.coalesce(User.closing_at, Tombstone.erased_at) > Tombstone.closing_at)
        .order_by(User.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(found))


def erasures_of(address: str, *, viewer: Viewer) -> list[dt.datetime]:
    """When accounts of this address were erased, earliest first. Raises `ValueError` for what is no address.

    For the operator alone, who answers the owner of the address; accounts that still exist are not named.
    """
    if viewer != SYSTEM:
        raise NotFound
    hashes = tombstones_of(address, secrets=settings().signing_keys)
    found = select(Tombstone.erased_at).where(Tombstone.address_hash.in_(hashes))
    with reading(viewer=viewer) as session:
        return list(session.scalars(found.order_by(Tombstone.erased_at)))


def is_held_above(user_id: int) -> bool:
    """Whether a package above still holds something of this person, so that their row has to wait for it.

    `app.py` names what each package answers; accounts knows none of them.
    """
    data_holders: tuple[HoldsData, ...] = extension(DATA_HOLDERS)
    return any(holds_data(user_id) for holds_data in data_holders)


def is_blocked_above(user_id: int) -> bool:
    """Whether a package above counts on this person, so that their account goes on; in the caller's transaction."""
    closure_blockers: tuple[BlocksClosure, ...] = extension(CLOSURE_BLOCKERS)
    return any(blocks_closure(user_id) for blocks_closure in closure_blockers)


def stays(session: Session, user_id: int) -> bool:
    """Whether this user's account goes on, as it does until the caller's transaction has ended: their row is locked.

    Asked before a user gets a task that blocks closing; closing takes the same lock before it asks what blocks it.
    """
    going_on = select(User.id).where(User.id == user_id, User.closing_at.is_(None))
    locked = going_on.with_for_update(read=True, key_share=True)
    return session.scalar(locked) is not None
