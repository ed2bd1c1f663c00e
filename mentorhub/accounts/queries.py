"""Reads of accounts: who an address is, whether a mailed link still opens, what the viewer is a member of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from mentorhub.accounts import rules
from mentorhub.accounts.models import Membership, Practice, User, WebAuthn
from mentorhub.foundation import links
from mentorhub.foundation.database import Viewer, reading
from mentorhub.foundation.links import UsedLink


@dataclass(frozen=True)
class Credentials:
    """What signing in is held against. Whether the user is disabled, `sign_in_user` looks itself."""

    user_id: int
    password_hash: str | None


@dataclass(frozen=True)
class Self:
    """What a user's own pages need. `handle`: what passkeys know them by."""

    handle: str
    name: str
    email: str
    password_hash: str | None


@dataclass(frozen=True)
class PaymentSettings:
    """How a practice is paid. `cannot_charge`: its own Stripe account takes nothing yet."""

    id: int
    public_id: str
    name: str
    takes_promotion_codes: bool
    takes_delayed_methods: bool
    collects_tax: bool
    statement_suffix: str
    cannot_charge: bool


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


def credentials(email: str, *, viewer: Viewer) -> Credentials | None:
    """Those of the user whose address this is, or None; what is no address has none."""
    try:
        key = rules.email_key(email)
    except ValueError:
        return None
    with reading(viewer=viewer) as session:
        row = session.execute(select(User.id, User.password).where(User.email_key == key)).first()
        return Credentials(*row) if row else None


def own(*, viewer: Viewer) -> Self:
    """The viewer's own; for a signed-in viewer only."""
    with reading(viewer=viewer) as session:
        user = session.get_one(User, viewer.id)
        return Self(user.public_id, user.name, user.email, user.password)


def reader_of(token: str, *, kind: rules.LinkKind, viewer: Viewer, now: dt.datetime) -> Self | None:
    """Whom a mailed link would serve, without using it; None for one that opens nothing (any more)."""
    opened = links.opened_dated(token, purpose=kind, now=now)
    if opened is None:
        return None
    used = exists().where(UsedLink.token_key == rules.use_key(token, kind=kind))
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


def is_member(*, viewer: Viewer) -> bool:
    """Whether the viewer has a role in any practice."""
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists().where(Membership.user_id == viewer.id))))


def factors(*, viewer: Viewer) -> Factors:
    """The viewer's own; for a signed-in viewer only."""
    with reading(viewer=viewer) as session:
        return _factors(session.get_one(User, viewer.id))


def passkey_ids(*, viewer: Viewer) -> list[bytes]:
    """The viewer's passkeys, as their authenticators know them."""
    with reading(viewer=viewer) as session:
        found = select(WebAuthn.credential_id).where(WebAuthn.user_id == viewer.id)
        return list(session.scalars(found))


def needs_factor(*, viewer: Viewer) -> bool:
    """Whether the viewer, by a role in any practice, may not see mentees' data for want of a second factor."""
    role = exists().where(
        Membership.user_id == User.id, Membership.role.in_(sorted(rules.NEEDS_FACTOR))
    )
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
        until = now + rules.FACTOR_OWED_FOR
        return links.sign_dated(
            user.public_id, user.link_version, purpose=rules.FACTOR_OWED, until=until
        )


def owed(token: str, *, viewer: Viewer, now: dt.datetime) -> Owed | None:
    """Whose such a token is; None once it is over, or a new password has overtaken it."""
    public_id, version = links.opened_dated(token, purpose=rules.FACTOR_OWED, now=now) or ("", 0)
    found = select(User).where(
        User.public_id == public_id, User.link_version == version, User.active
    )
    with reading(viewer=viewer) as session:
        user = session.scalar(found)
        return Owed(user.id, _factors(user)) if user else None


def owned_practices(*, viewer: Viewer) -> list[PaymentSettings]:
    """How each practice that the viewer owns is paid, the oldest first."""
    owned = (
        select(Practice)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role == rules.Role.OWNER)
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [_settings(practice) for practice in session.scalars(owned)]


def _factors(user: User) -> Factors:
    passkeys = sorted(user.webauthn, key=lambda one: (one.create_datetime, one.id))
    return Factors(
        has_authenticator=user.tf_totp_secret is not None,
        passkeys=[
            Passkey(one.public_id, one.name, one.create_datetime, one.lastuse_datetime)
            for one in passkeys
        ],
        codes_left=len(user.mf_recovery_codes or ()),
        is_required=any(one.role in rules.NEEDS_FACTOR for one in user.memberships),
    )


def _settings(practice: Practice) -> PaymentSettings:
    state = practice.stripe_state
    return PaymentSettings(
        id=practice.id,
        public_id=practice.public_id,
        name=practice.name,
        takes_promotion_codes=practice.takes_promotion_codes,
        takes_delayed_methods=practice.takes_delayed_methods,
        collects_tax=practice.collects_tax,
        statement_suffix=practice.statement_suffix,
        cannot_charge=bool(practice.stripe_account) and state != rules.StripeState.READY,
    )
