"""Second factors: what a user has, needs or owes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User, WebAuthn
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.factors import FACTOR_OWED, FACTOR_OWED_FOR
from mentorhub.accounts.rules.practices import NEEDS_FACTOR
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import USER, Viewer


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner sees it."""

    public_id: str
    name: str
    added_at: dt.datetime
    used_at: dt.datetime


@dataclass(frozen=True)
class Factors:
    """What a user signs in with besides a password or a mailed link, and whether a role asks for it."""

    has_authenticator: bool
    passkeys: Sequence[Passkey]
    codes_left: int
    is_required: bool

    @property
    def any(self) -> bool:
        """Whether there is a second factor."""
        return self.has_authenticator or bool(self.passkeys)


@dataclass(frozen=True)
class Owed:
    """Who has given the first factor only, and what they may give as the second."""

    user_id: int
    factors: Factors


def factors(*, viewer: Viewer) -> Factors:
    """The viewer's own; for a signed-in viewer only."""
    with reading(viewer=viewer) as session:
        return _factors(session, session.get_one(User, viewer.id))


def passkey_ids(*, viewer: Viewer) -> list[bytes]:
    """The viewer's passkeys, as their authenticators know them."""
    with reading(viewer=viewer) as session:
        found = select(WebAuthn.credential_id).where(WebAuthn.user_id == viewer.id)
        return list(session.scalars(found))


def needs_factor(*, viewer: Viewer) -> bool:
    """Whether the viewer, by a role in any practice, may not see mentees' data for want of a second factor."""
    role = exists().where(Membership.user_id == User.id, Membership.role.in_(sorted(NEEDS_FACTOR)))
    has_passkey = exists().where(WebAuthn.user_id == User.id)
    lacking = select(User.id).where(
        User.id == viewer.id, User.tf_totp_secret.is_(None), ~has_passkey, role
    )
    with reading(viewer=viewer) as session:
        return session.scalar(lacking) is not None


def token_owing_factor(*, viewer: Viewer, now: dt.datetime) -> str | None:
    """A token that says, for `rules.FACTOR_OWED_FOR`, that the viewer has given a first factor.

    None where there is no second one to give, and for the disabled.
    """
    with reading(viewer=viewer) as session:
        user = session.get_one(User, viewer.id)
        if not (user.active and user.has_factor):
            return None
        until = now + FACTOR_OWED_FOR
        return links.sign_dated(user.public_id, user.link_version, purpose=FACTOR_OWED, until=until)


def owed(token: str, *, viewer: Viewer, now: dt.datetime) -> Owed | None:
    """Whose such a token is; None once it is over, or a new password has replaced it."""
    public_id, version = links.opened_dated(token, purpose=FACTOR_OWED, now=now) or ("", 0)
    found = select(User).where(
        User.public_id == public_id, User.link_version == version, User.active
    )
    with reading(viewer=viewer) as session:
        user = session.scalar(found)
        if user is None:
            return None
        with reading(viewer=USER(user.id)):  # the token's user; nobody is signed in yet
            return Owed(user.id, _factors(session, user))


def _factors(session: Session, user: User) -> Factors:
    needs = select(Membership.id).where(
        Membership.user_id == user.id, Membership.role.in_(sorted(NEEDS_FACTOR))
    )
    passkeys = sorted(user.webauthn, key=lambda one: (one.create_datetime, one.id))
    return Factors(
        has_authenticator=user.tf_totp_secret is not None,
        passkeys=[
            Passkey(one.public_id, one.name, one.create_datetime, one.lastuse_datetime)
            for one in passkeys
        ],
        codes_left=len(user.mf_recovery_codes or ()),
        is_required=session.scalar(needs.limit(1)) is not None,
    )
