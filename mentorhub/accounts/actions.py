"""Deeds of accounts: mailing and using links, setting a password, founding a practice, naming its members."""

import datetime as dt
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts import emails, rules, security
from mentorhub.accounts.models import Membership, Practice, User
from mentorhub.foundation import clock, links
from mentorhub.foundation.database import PUBLIC, USER, Viewer, transaction
from mentorhub.foundation.errors import NotFound


def mail_sign_in_link(email: str, *, path: str = "") -> None:
    """Mail a link that signs in to the user of this address; does nothing where there is none.

    `path` is where the visitor was going: a local path, or empty.
    """
    with transaction(viewer=PUBLIC) as session:
        if user := _active_user(session, email):
            emails.queue_sign_in_link(session, user, path=quote(path, safe="/"), now=clock.now())


def use_sign_in_link(token: str) -> int:
    """Spend a sign-in link; the id of its user, whose address it confirms. Raises `LinkSpent`."""
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = _spend(session, token, kind=rules.LinkKind.SIGN_IN, now=now)
        user.confirmed_at = user.confirmed_at or now
        return user.id


def mail_password_reset(email: str) -> None:
    """Mail a link that sets a new password to the user of this address; does nothing where there is none."""
    with transaction(viewer=PUBLIC) as session:
        if user := _active_user(session, email):
            emails.queue_password_reset(session, user, now=clock.now())


def reset_password(token: str, *, password: str) -> None:
    """Spend a reset link on a new password. Raises `LinkSpent`."""
    hash_new = security.hashed(password)
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        user = _spend(session, token, kind=rules.LinkKind.RESET, now=now)
        user.confirmed_at = user.confirmed_at or now
        security.replace_password(user, hash_new)
        emails.queue_password_changed(session, user, now=now)


def set_password(password: str, *, viewer: Viewer) -> None:
    """Set the viewer's own password, first or new; ends their sessions everywhere, this browser's too."""
    hash_new = security.hashed(password)
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        security.replace_password(user, hash_new)
        emails.queue_password_changed(session, user, now=clock.now())


def create_practice(
    *,
    name: str,
    email: str,
    owner_id: int,
    locale: str = "en_GB",
    timezone: str = "UTC",
    place_name: str = "",
) -> int:
    """Found a practice with its owner; its id. `place_name` is what its postmarks say, such as "Oslo"."""
    with transaction(viewer=USER(owner_id)) as session:
        now = clock.now()
        owner = session.get(User, owner_id)
        if owner is None:
            raise NotFound
        practice = Practice(
            name=name,
            email=email,
            locale=locale,
            timezone=timezone,
            place_name=place_name,
            created_at=now,
        )
        session.add_all(
            [
                practice,
                Membership(practice=practice, user=owner, role=rules.Role.OWNER, created_at=now),
            ]
        )
        session.flush()
        return practice.id


def add_member(practice_id: int, *, user_id: int, role: rules.Role, viewer: Viewer) -> int:
    """Give a user a role in a practice, by an owner of it or the system; the membership's id.

    Raises `NotFound` for another's practice, `AlreadyMember` for a user with a role there.
    """
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update=True)
        user = session.get(User, user_id)
        roles = _roles(session, practice_id)
        may = viewer.kind == "system" or roles.get(viewer.id or 0) == rules.Role.OWNER
        if practice is None or user is None or not may:
            raise NotFound
        if user_id in roles:
            raise rules.AlreadyMember
        made = Membership(practice=practice, user=user, role=role, created_at=clock.now())
        session.add(made)
        session.flush()
        return made.id


def set_payment_settings(
    practice_id: int,
    *,
    viewer: Viewer,
    takes_promotion_codes: bool,
    takes_delayed_methods: bool,
    collects_tax: bool,
    statement_suffix: str,
) -> None:
    """How payment pages opened from now on take money, by the practice's owner.

    Raises `SuffixMisshapen`, `NotFound` to anybody else.
    """
    rules.refuse_misshapen_suffix(statement_suffix)
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        roles = _roles(session, practice_id)
        if practice is None or roles.get(viewer.id or 0) != rules.Role.OWNER:
            raise NotFound
        practice.takes_promotion_codes = takes_promotion_codes
        practice.takes_delayed_methods = takes_delayed_methods
        practice.collects_tax = collects_tax
        practice.statement_suffix = statement_suffix


def _active_user(session: Session, email: str) -> User | None:
    key = rules.email_key(email)
    return session.scalar(select(User).where(User.email_key == key, User.active))


def _spend(session: Session, token: str, *, kind: rules.LinkKind, now: dt.datetime) -> User:
    public_id, version = links.opened_dated(token, purpose=kind, now=now) or ("", 0)
    user = session.scalar(select(User).where(User.public_id == public_id).with_for_update())
    if user is None or not user.active or user.link_version != version:
        raise rules.LinkSpent
    if not links.use_once(session, rules.use_key(token, kind=kind), now=now):
        raise rules.LinkSpent
    return user


def _roles(session: Session, practice_id: int) -> dict[int, rules.Role]:
    found = select(Membership.user_id, Membership.role).where(Membership.practice_id == practice_id)
    return dict(session.execute(found).all())
