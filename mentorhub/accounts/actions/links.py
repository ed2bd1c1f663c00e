"""Mailed links: sent, and spent once."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.emails.people import (
    queue_password_changed,
    queue_password_reset,
    queue_sign_in_link,
)
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.factors import CHALLENGE_FOR, CHALLENGE_USE
from mentorhub.accounts.rules.links import LINK_LIFETIMES, LinkKind, LinkSpent, use_key
from mentorhub.accounts.security.users import confirm_address, hashed, replace_password
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM


def mail_sign_in_link(email: str, *, path: str = "") -> None:
    """Mail a link that signs in to the user of this address; does nothing where there is none.

    `path` is where the visitor was going: a local path, or empty.
    """
    with transaction(viewer=PUBLIC) as session:
        if user := _active_user(session, email):
            queue_sign_in_link(session, user, path=path, now=clock.now())


def use_sign_in_link(token: str) -> int:
    """Spend a sign-in link; the id of its user, whose address it confirms. Raises `LinkSpent`."""
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = spend(session, token, kind=LinkKind.SIGN_IN, now=now)
        confirm_address(user, now=now)
        return user.id


def mail_password_reset(email: str) -> None:
    """Mail a link that sets a new password to the user of this address; does nothing where there is none."""
    with transaction(viewer=PUBLIC) as session:
        if user := _active_user(session, email):
            queue_password_reset(session, user, now=clock.now())


def reset_password(token: str, *, password: str) -> None:
    """Spend a reset link on a new password. Raises `LinkSpent`."""
    hash_new = hashed(password)
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = spend(session, token, kind=LinkKind.RESET, now=now)
        confirm_address(user, now=now)
        replace_password(user, hash_new)
        queue_password_changed(session, user, now=now)


def spend(session: Session, token: str, *, kind: LinkKind, now: dt.datetime) -> User:
    """The user of a mailed link, locked, and the link used up; in the caller's transaction. Raises `LinkSpent`."""
    public_id, version = links.opened_dated(token, purpose=kind, now=now) or ("", 0)
    user = session.scalar(select(User).where(User.public_id == public_id).with_for_update())
    if user is None or not user.active or user.link_version != version:
        raise LinkSpent
    if not links.use_once(session, use_key(token, kind=kind), now=now):
        raise LinkSpent
    return user


def forget_used_links() -> None:
    """Delete the records of used links and challenges, once their own expiry date refuses them.

    The use of a welcome link stays: it belongs to the seat, and later links of that seat must find it.
    """
    lifetimes = [*LINK_LIFETIMES.items(), (CHALLENGE_USE, CHALLENGE_FOR)]
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        for kind, lifetime in lifetimes:
            links.forget_used(session, kind, before=now - lifetime)


def _active_user(session: Session, email: str) -> User | None:
    key = email_key(email)
    return session.scalar(select(User).where(User.email_key == key, User.active))
