"""Reads of accounts: who an address is, whether a mailed link still opens, what the viewer is a member of."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select

from mentorhub.accounts import rules
from mentorhub.accounts.models import AddressChange, Membership, Practice, SignedInDevice, User
from mentorhub.foundation import links
from mentorhub.foundation.database import SYSTEM, Viewer, reading
from mentorhub.foundation.links import UsedLink
from mentorhub.foundation.mail_hours import Hours
from mentorhub.foundation.mail_wishes import MailHours, MailPreference, Wishes


@dataclass(frozen=True)
class Credentials:
    """What signing in is held against. Whether the user is disabled, `sign_in_user` looks itself."""

    user_id: int
    public_id: str
    password_hash: str | None


@dataclass(frozen=True)
class Self:
    """What a user's own password page needs."""

    name: str
    email: str
    password_hash: str | None


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


def credentials(email: str, *, viewer: Viewer) -> Credentials | None:
    """Those of the user whose confirmed address this is, or None; what is no address has none.

    An address that nobody has confirmed answers as an unknown one: who signed up with it must not learn more.
    """
    try:
        key = rules.email_key(email)
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
        return Self(user.name, user.email, user.password)


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
        return Self(user.name, user.email, user.password) if user else None


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
    life = rules.LINK_LIVES[rules.LinkKind.ADDRESS]
    found = select(AddressChange.email, AddressChange.created_at).where(
        AddressChange.user_id == viewer.id, AddressChange.created_at > now - life
    )
    with reading(viewer=viewer) as session:
        row = session.execute(found).first()
        return Pending(row.email, row.created_at + life) if row else None


def address_of(token: str, *, viewer: Viewer, now: dt.datetime) -> str:
    """The address that a mailed link would confirm; '' for one that opens nothing (any more)."""
    public_id, _version = links.opened_dated(token, purpose=rules.LinkKind.ADDRESS, now=now) or (
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


def untold_devices(*, viewer: Viewer, limit: int) -> list[int]:
    """New devices of which their owners are still to be told, the longest waiting first."""
    due = (
        select(SignedInDevice.id)
        .where(SignedInDevice.notice_due_at.is_not(None))
        .order_by(SignedInDevice.notice_due_at, SignedInDevice.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def stale_sign_ups(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Users who signed up more than seven days ago, never confirmed, never came in, and have no role anywhere."""
    due = (
        select(User.id)
        .where(
            User.confirmed_at.is_(None),
            User.login_count.is_(None),
            User.create_datetime < now - rules.UNCONFIRMED_KEPT,
            ~exists().where(Membership.user_id == User.id),
        )
        .order_by(User.create_datetime, User.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def is_member(*, viewer: Viewer) -> bool:
    """Whether the viewer has a role in any practice."""
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists().where(Membership.user_id == viewer.id))))


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


def mail_wishes(user_ids: Collection[int]) -> dict[int, Wishes]:
    """What each of these users wants to be told and when, for the outbox; those who are closing keep theirs."""
    with reading(viewer=SYSTEM) as session:
        found: dict[int, Wishes] = {}
        rows = session.execute(
            select(User.id, User.public_id, User.timezone, MailHours)
            .outerjoin(MailHours, MailHours.user_id == User.id)
            .where(User.id.in_(user_ids))
        ).all()
        unwanted: dict[int, set[str]] = {}
        for user_id, topic in session.execute(
            select(MailPreference.user_id, MailPreference.topic).where(
                MailPreference.user_id.in_(user_ids), ~MailPreference.is_wanted
            )
        ):
            unwanted.setdefault(user_id, set()).add(topic)
        for user_id, public_id, zone, row in rows:
            topics = frozenset(unwanted.get(user_id, ()))
            found[user_id] = Wishes(public_id, _hours(zone, row), topics)
        return found


def _hours(zone: str, row: MailHours | None) -> Hours:
    if row is None:
        return Hours(zone)
    begins, ends = row.quiet_from_minutes, row.quiet_until_minutes
    quiet = None if begins is None or ends is None else (begins, ends)
    return Hours(zone, quiet, row.digest_minutes)


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
