"""Practices: who belongs to them, how they are paid."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.models.practices import Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.practices import Role, wanted_slug
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.slugs import SlugReserved, free_slug, stem

_CHOSEN = ("takes_promotion_codes", "takes_delayed_methods", "collects_tax", "statement_suffix")


@dataclass(frozen=True)
class PaymentSettings:
    """How a practice is paid. `cannot_charge`: it takes nothing, yet or now."""

    id: int
    public_id: str
    name: str
    takes_promotion_codes: bool
    takes_delayed_methods: bool
    collects_tax: bool
    statement_suffix: str
    cannot_charge: bool

    @property
    def chosen(self) -> dict[str, bool | str]:
        """What an owner changes in one form, by its fields."""
        return {name: getattr(self, name) for name in _CHOSEN}


_PROFILE = ("name", "slug", "about_md", "place_name", "email", "timezone", "currency", "locale")


@dataclass(frozen=True)
class PracticeProfile:
    """What a practice says of itself, and where it is."""

    id: int
    public_id: str
    name: str
    slug: str
    about_md: str
    place_name: str
    email: str
    timezone: str
    currency: str
    locale: str

    @property
    def chosen(self) -> dict[str, str]:
        """What its owner changes in one form, by its fields."""
        return {name: getattr(self, name) for name in _PROFILE}


@dataclass(frozen=True)
class OwnPractice:
    """One practice that the viewer has a role in."""

    public_id: str
    name: str
    role: Role
    currency: str


@dataclass(frozen=True)
class Member:
    """One membership, as an owner of the practice sees it."""

    public_id: str
    name: str
    email: str
    role: Role
    since: dt.datetime
    is_viewer: bool
    photo_id: str


def is_member(practice_id: int | None = None, *, viewer: Viewer) -> bool:
    """Whether the viewer has a role in this practice; without one, in any."""
    if viewer.kind != "user":
        return False
    mine = exists().where(Membership.user_id == viewer.id)
    if practice_id is not None:
        mine = mine.where(Membership.practice_id == practice_id)
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(mine)))


def owned_practices(*, viewer: Viewer) -> list[PaymentSettings]:
    """How each practice that the viewer owns is paid, the oldest first."""
    owned = (
        select(Practice)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role == Role.OWNER)
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [_settings(practice) for practice in session.scalars(owned)]


def own_practices(*, viewer: Viewer) -> list[OwnPractice]:
    """Every practice that the viewer has a role in, the oldest first."""
    found = (
        select(Practice.public_id, Practice.name, Membership.role, Practice.currency)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id)
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [OwnPractice(*row) for row in session.execute(found)]


def owned_profiles(*, viewer: Viewer) -> list[PracticeProfile]:
    """What each practice that the viewer owns says of itself, the oldest first."""
    columns = (getattr(Practice, name) for name in PracticeProfile.__dataclass_fields__)
    owned = (
        select(*columns)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role == Role.OWNER)
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [PracticeProfile(*row) for row in session.execute(owned)]


def free_address(slug: str, *, name: str, viewer: Viewer) -> tuple[str, bool]:
    """The address a new practice would have, and whether it is the one that was asked for.

    Raises `SlugMisshapen`, `NameUnaddressed`.
    """
    try:
        wanted = wanted_slug(slug, name=name)
    except SlugReserved:
        wanted = slug
    begins = PracticeSlug.slug.startswith(stem(wanted), autoescape=True)
    with reading(viewer=viewer) as session:
        free = free_slug(
            wanted, taken=set(session.scalars(select(PracticeSlug.slug).where(begins)))
        )
    return free, free == wanted


def members(practice_id: int, *, viewer: Viewer) -> list[Member]:
    """Everybody with a role in a practice that the viewer owns, by name; of any other practice, nobody."""
    own = aliased(Membership)
    is_owner = exists().where(
        own.practice_id == practice_id, own.user_id == viewer.id, own.role == Role.OWNER
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(Membership, User.name, User.email, UserPhoto.public_id)
            .join(User, User.id == Membership.user_id)
            .outerjoin(UserPhoto, UserPhoto.user_id == User.id)
            .where(Membership.practice_id == practice_id, is_owner)
            .order_by(User.name, Membership.id)
        )
        return [
            Member(
                public_id=one.public_id,
                name=name,
                email=email,
                role=one.role,
                since=one.created_at,
                is_viewer=one.user_id == viewer.id,
                photo_id=photo_id or "",
            )
            for one, name, email, photo_id in rows
        ]


def _settings(practice: Practice) -> PaymentSettings:
    return PaymentSettings(
        id=practice.id,
        public_id=practice.public_id,
        name=practice.name,
        takes_promotion_codes=practice.takes_promotion_codes,
        takes_delayed_methods=practice.takes_delayed_methods,
        collects_tax=practice.collects_tax,
        statement_suffix=practice.statement_suffix,
        cannot_charge=not practice.can_charge,
    )
