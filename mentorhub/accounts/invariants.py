"""The laws of accounts, each a query that returns offenders."""

from sqlalchemy import exists, select

from mentorhub.accounts import rules
from mentorhub.accounts.models import (
    AddressChange,
    Membership,
    Practice,
    Role,
    SignedInDevice,
    User,
)
from mentorhub.foundation.database import Viewer, reading, snapshot
from mentorhub.foundation.mail_kinds import Topic
from mentorhub.foundation.mail_wishes import MailPreference


def every_practice_has_an_owner(*, viewer: Viewer) -> list[str]:
    """Practices that nobody may run."""
    owned = exists().where(
        Membership.practice_id == Practice.id, Membership.role == rules.Role.OWNER
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Practice.public_id).where(~owned)))


def every_key_is_made_of_its_address(*, viewer: Viewer) -> list[str]:
    """Users whom their own address would not find, or another's would."""
    with snapshot(viewer=viewer) as session:
        rows = session.execute(
            select(User.public_id, User.email, User.email_key).execution_options(yield_per=1000)
        )
        return [public_id for public_id, email, key in rows if _key(email) != key]


def every_key_asked_for_is_made_of_its_address(*, viewer: Viewer) -> list[str]:
    """Changes of address that would give their user another's key."""
    with reading(viewer=viewer) as session:
        found = select(AddressChange.public_id, AddressChange.email, AddressChange.email_key)
        return [public_id for public_id, email, key in session.execute(found) if _key(email) != key]


def every_password_is_kept_as_argon2id(*, viewer: Viewer) -> list[str]:
    """Users whose password is kept in any other form."""
    with reading(viewer=viewer) as session:
        wrong = User.password.is_not(None), User.password.not_like("$argon2id$%")
        return list(session.scalars(select(User.public_id).where(*wrong)))


def no_role_is_global(*, viewer: Viewer) -> list[str]:
    """Roles of Flask-Security's: ours are memberships of a practice."""
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Role.name)))


def nobody_unconfirmed_is_signed_in(*, viewer: Viewer) -> list[str]:
    """Users with a signed-in device, whose address nobody has confirmed."""
    with reading(viewer=viewer) as session:
        found = (
            select(User.public_id)
            .join(SignedInDevice, SignedInDevice.user_id == User.id)
            .where(User.confirmed_at.is_(None), SignedInDevice.ended_at.is_(None))
        )
        return list(session.scalars(found.distinct()))


def every_mail_preference_is_about_a_topic_on_offer(*, viewer: Viewer) -> list[str]:
    """Preferences about a topic that no mail has: what their owner chose is not followed."""
    known = [topic.value for topic in Topic]
    with reading(viewer=viewer) as session:
        wrong = select(MailPreference.topic).where(MailPreference.topic.not_in(known))
        return list(session.scalars(wrong.order_by(MailPreference.id)))


def _key(address: str) -> str:
    try:
        return rules.email_key(address)
    except ValueError:
        return ""


INVARIANTS = (
    every_practice_has_an_owner,
    every_key_is_made_of_its_address,
    every_key_asked_for_is_made_of_its_address,
    every_password_is_kept_as_argon2id,
    no_role_is_global,
    nobody_unconfirmed_is_signed_in,
    every_mail_preference_is_about_a_topic_on_offer,
)
