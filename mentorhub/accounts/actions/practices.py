"""Creating a practice, adding members, its payment settings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import slugs
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.practices import (
    SAME_OPENING,
    AlreadyMember,
    Role,
    refuse_another_practice,
    refuse_misshapen_suffix,
    refuse_unknown_currency,
)
from mentorhub.accounts.security.users import make_user
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.versions import refuse_overwriting


def create_practice(
    *,
    name: str,
    email: str,
    owner_id: int,
    slug: str = "",
    currency: str = "eur",
    locale: str = "en_GB",
    timezone: str = "UTC",
    place_name: str = "",
    is_on_platform_account: bool = False,
) -> int:
    """Create a practice with its owner; its id. `place_name` is what its postmarks say, such as "Oslo".

    It is paid on a Stripe account of its own, to be connected; or on the platform's, for an operator's own practice.
    Without a `slug` its address is made of its name. The same name again within `rules.SAME_OPENING` is the same
    practice. Raises `SlugMisshapen`, `SlugReserved` and `SlugTaken` with a free one, `NameUnaddressed`,
    `CurrencyNotTaken`, `TooManyPractices`, `NotFound` where there is no such user.
    """
    refuse_unknown_currency(currency)
    with transaction(viewer=USER(owner_id)) as session:
        now = clock.now()
        owner = session.get(User, owner_id, with_for_update={"key_share": True})
        if owner is None:
            raise NotFound
        practice = Practice(
            name=clean_name(name),
            email=email,
            currency=currency,
            locale=locale,
            timezone=timezone,
            place_name=clean_name(place_name),
            created_at=now,
        )
        if is_on_platform_account:
            practice.mark_charges("join_platform")
        if same := _same_opening(owned := _owned_by(session, owner_id), practice):
            return same.id
        refuse_another_practice(len(owned))
        return _founded(session, practice, owner=owner, slug=slug)


def ensure_practice(*, email: str, name: str) -> tuple[int, int]:
    """The first practice that the user of this address owns, and that user; each is made where there is none.

    For an operator's command; a new one is paid on the platform's own Stripe account. A user made here signs in by a
    mailed link. Raises `ValueError` for what is no address.
    """
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        owner = session.scalar(select(User).where(User.email_key == email_key(email)))
        if owner is None:
            owner = make_user(session, email=email, name=name, now=now, confirmed_at=now)
            session.flush()
        owned = _owned_by(session, owner.id)
        if owned:
            return owned[0].id, owner.id
        practice = Practice(name=clean_name(name), email=email, created_at=now)
        practice.mark_charges("join_platform")
        return _founded(session, practice, owner=owner, slug=""), owner.id


def add_member(practice_id: int, *, user_id: int, role: Role, viewer: Viewer) -> int:
    """Give a user a role in a practice, by an owner of it or the system; the membership's id.

    Raises `NotFound` for another's practice, `AlreadyMember` for a user with a role there.
    """
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update=True)
        user = session.get(User, user_id)
        roles = _roles(session, practice_id)
        may = viewer.kind == "system" or roles.get(viewer.id or 0) == Role.OWNER
        if practice is None or user is None or not may:
            raise NotFound
        if user_id in roles:
            raise AlreadyMember
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
    seen: str,
) -> None:
    """How payment pages opened from now on take money, by the practice's owner.

    `seen` is the version of `queries.PaymentSettings.chosen` that was read before. Raises `SuffixMisshapen`, `NotFound`
    to anybody else, `ChangedElsewhere` where another owner has chosen otherwise meanwhile.
    """
    refuse_misshapen_suffix(statement_suffix)
    chosen = {
        "takes_promotion_codes": takes_promotion_codes,
        "takes_delayed_methods": takes_delayed_methods,
        "collects_tax": collects_tax,
        "statement_suffix": statement_suffix,
    }
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        roles = _roles(session, practice_id)
        if practice is None or roles.get(viewer.id or 0) != Role.OWNER:
            raise NotFound
        stored = {name: getattr(practice, name) for name in chosen}
        refuse_overwriting(stored, chosen, seen=seen)
        for name, value in chosen.items():
            setattr(practice, name, value)


def change_practice(
    practice_id: int,
    *,
    viewer: Viewer,
    name: str,
    slug: str,
    about_md: str,
    place_name: str,
    email: str,
    timezone: str,
    currency: str,
    locale: str,
    seen: str,
) -> None:
    """What a practice says of itself, and where it is, by its owner; an earlier address goes on leading to it.

    `seen` is the version of `queries.PracticeProfile.chosen` that was read before. Raises as `create_practice`;
    `ChangedElsewhere`; `NotFound` to anybody else.
    """
    refuse_unknown_currency(currency)
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        roles = _roles(session, practice_id)
        if practice is None or roles.get(viewer.id or 0) != Role.OWNER:
            raise NotFound
        chosen = {
            "name": clean_name(name),
            "slug": slug or practice.slug,
            "about_md": about_md,
            "place_name": clean_name(place_name),
            "email": email,
            "timezone": timezone,
            "currency": currency,
            "locale": locale,
        }
        refuse_overwriting({each: getattr(practice, each) for each in chosen}, chosen, seen=seen)
        if chosen["slug"] != practice.slug:
            slugs.move(session, practice, slug=slug, now=clock.now())
        for field in chosen.keys() - {"slug"}:
            setattr(practice, field, chosen[field])


def _founded(session: Session, practice: Practice, *, owner: User, slug: str) -> int:
    """The id of a new practice, with its owner and its address."""
    since = practice.created_at
    practice.slug = slugs.own_slug(session, practice, wanted=slug)
    owns = Membership(practice=practice, user=owner, role=Role.OWNER, created_at=since)
    try:
        with session.begin_nested():
            session.add_all([practice, owns])
            session.flush()
            session.add(PracticeSlug(slug=practice.slug, practice_id=practice.id, since=since))
    except IntegrityError as error:  # somebody else took it a moment ago
        raise slugs.taken(session, practice.slug) from error
    return practice.id


def _owned_by(session: Session, user_id: int) -> list[Practice]:
    """The oldest first."""
    owns = Membership.user_id == user_id, Membership.role == Role.OWNER
    of_theirs = select(Practice).join(Membership, Membership.practice_id == Practice.id)
    return list(session.scalars(of_theirs.where(*owns).order_by(Practice.id)))


def _same_opening(owned: Sequence[Practice], practice: Practice) -> Practice | None:
    """What this very form has made before: of the same name, a moment ago."""
    since = practice.created_at - SAME_OPENING
    same = (one for one in owned if one.name == practice.name and one.created_at > since)
    return next(same, None)


def _roles(session: Session, practice_id: int) -> dict[int, Role]:
    found = select(Membership.user_id, Membership.role).where(Membership.practice_id == practice_id)
    return dict(session.execute(found).all())
