"""Signing up: an account made, its address confirmed, and removed where it was never confirmed."""

import datetime as dt

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.actions.links import spend
from mentorhub.accounts.emails.people import queue_sign_up, queue_sign_up_known
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.links import NOTICES, UNCONFIRMED_RETENTION, LinkKind
from mentorhub.accounts.security.users import confirm_address, hashed, make_user
from mentorhub.foundation import clock, rate_limits
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM


def sign_up(*, name: str, email: str, password: str, timezone: str = "UTC", path: str = "") -> None:
    """Make an account whose address is still to be confirmed, and mail it the link that does.

    An unconfirmed account is overwritten, and its earlier links open nothing. The owner of a confirmed one is notified,
    at most once in 15 minutes. The caller cannot see which it was; the password is hashed in any case.
    `timezone` is an IANA zone that there is; `path` is where the visitor was going: a local path, or empty.
    """
    hash_new = hashed(password)
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = _locked(session, email) or _made(session, email=email, name=name, now=now)
        if not user.active:
            return
        if user.confirmed_at is not None:
            _notify_owner(session, user, path=path, now=now)
            return
        user.name, user.email, user.password = name, email.strip(), hash_new
        user.timezone = timezone
        user.link_version += 1
        user.create_datetime = now
        queue_sign_up(session, user, path=path, now=now)


def mail_sign_up_link(email: str, *, path: str = "") -> None:
    """Mail the confirming link once more to an unconfirmed account; does nothing for any other address.

    `path` as in `sign_up`.
    """
    with transaction(viewer=PUBLIC) as session:
        user = _locked(session, email)
        if user and user.active and user.confirmed_at is None and user.password:
            queue_sign_up(session, user, path=path, now=clock.now())


def confirm_sign_up(token: str) -> int:
    """Spend a confirming link, for whoever has shown to know the password; the user's id. Raises `LinkSpent`."""
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = spend(session, token, kind=LinkKind.SIGN_UP, now=now)
        confirm_address(user, now=now, keep_password=True)
        return user.id


def remove_stale_sign_up(user_id: int) -> bool:
    """Remove a user who never confirmed; False where they did meanwhile, or anything points at them."""
    try:
        with transaction(viewer=SYSTEM) as session:
            cutoff = clock.now() - UNCONFIRMED_RETENTION
            gone = delete(User).where(
                User.id == user_id,
                User.confirmed_at.is_(None),
                User.login_count.is_(None),
                User.create_datetime < cutoff,
                ~exists().where(Membership.user_id == User.id),
            )
            return bool(session.execute(gone.returning(User.id)).first())
    except IntegrityError:  # a seat or a notebook points at the user
        return False


def _locked(session: Session, email: str) -> User | None:
    key = email_key(email)
    return session.scalar(select(User).where(User.email_key == key).with_for_update())


def _made(session: Session, *, email: str, name: str, now: dt.datetime) -> User:
    try:
        with session.begin_nested():
            user = make_user(session, email=email, name=name, now=now)
            session.flush()
            return user
    except IntegrityError:  # another sign-up with this address was committed first
        return session.scalars(
            select(User).where(User.email_key == email_key(email)).with_for_update()
        ).one()


def _notify_owner(session: Session, user: User, *, path: str, now: dt.datetime) -> None:
    if rate_limits.count((NOTICES, f"sign-up {user.email_key}")) is None:
        queue_sign_up_known(session, user, path=path, now=now)
