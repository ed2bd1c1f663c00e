"""The invariants of people: their addresses, factors, photos, closed accounts. Queries that return offenders."""

import re

from sqlalchemy import ColumnElement, LargeBinary, Text, exists, func, literal_column, or_, select

from mentorhub.accounts.models.people import (
    AddressChange,
    Role,
    SignedInDevice,
    Tombstone,
    User,
    UserPhoto,
    WebAuthn,
)
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.closing import BLANK, GRACE, LATE
from mentorhub.accounts.rules.factors import TRIES_MAX
from mentorhub.accounts.rules.profiles import is_zone
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, snapshot
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.stored_names import NamesAreSeen
from mentorhub.mail.kinds import Topic
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import MailHours, MailPreference

CODES = literal_column(
    "user_account.mf_recovery_codes", Text()
)  # as Flask-Security stores its list
HASHED = re.compile(r"[0-9a-f]{64}")
no_stored_name_holds_what_nobody_sees = NamesAreSeen(
    User.name, Practice.name, Practice.place_name, ApiToken.name
)


def every_key_is_made_of_its_address(*, viewer: Viewer) -> list[str]:
    """Users that a search for their own address would miss, or one for another address would find."""
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
    """Users whose password is stored in any other form."""
    with reading(viewer=viewer) as session:
        wrong = User.password.is_not(None), User.password.not_like("$argon2id$%")
        return list(session.scalars(select(User.public_id).where(*wrong)))


def every_authenticators_secret_is_encrypted(*, viewer: Viewer) -> list[str]:
    """Users whose app's secret stands in the database as it is."""
    with reading(viewer=viewer) as session:
        wrong = User.tf_totp_secret.is_not(None), User.tf_totp_secret.not_like('{"enckey":%')
        return list(session.scalars(select(User.public_id).where(*wrong)))


def every_recovery_code_is_hashed(*, viewer: Viewer) -> list[str]:
    """Users with a recovery code stored in any other form."""
    with snapshot(viewer=viewer) as session:
        rows = session.execute(
            select(User.public_id, CODES).where(CODES != "").execution_options(yield_per=1000)
        )
        return [user for user, codes in rows if not all(map(HASHED.fullmatch, codes.split(",")))]


def no_recovery_code_outlives_the_factors(*, viewer: Viewer) -> list[str]:
    """Users who could sign in by a code in place of a factor that they do not have."""
    has_passkey = exists().where(WebAuthn.user_id == User.id)
    found = select(User.public_id).where(CODES != "", User.tf_totp_secret.is_(None), ~has_passkey)
    with reading(viewer=viewer) as session:
        return list(session.scalars(found))


def wrong_codes_stop_at_the_limit(*, viewer: Viewer) -> list[str]:
    """Users with more wrong codes checked than the limit allows."""
    with reading(viewer=viewer) as session:
        wrong = User.factor_tries > TRIES_MAX
        return list(session.scalars(select(User.public_id).where(wrong)))


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


def every_zone_is_one_there_is(*, viewer: Viewer) -> list[str]:
    """Users' time zones that are unknown here: each of their pages would fail."""
    with reading(viewer=viewer) as session:
        found = session.scalars(select(User.timezone).distinct().order_by(User.timezone))
        return [name for name in found if not is_zone(name)]


def every_photo_was_drawn_by_us(*, viewer: Viewer) -> list[str]:
    """Photos in any form but WebP's simple one, which holds pixels and nothing else."""

    def at(place: int) -> ColumnElement[bytes]:
        return func.substr(UserPhoto.image, place, 4, type_=LargeBinary())

    with reading(viewer=viewer) as session:
        wrong = or_(at(1) != b"RIFF", at(9) != b"WEBP", at(13) != b"VP8 ")
        return list(session.scalars(select(UserPhoto.public_id).where(wrong)))


def no_account_outlives_its_grace(*, viewer: Viewer) -> list[str]:
    """Users who closed their account, and who should have been erased a day ago."""
    before = clock.now() - GRACE - LATE
    with reading(viewer=viewer) as session:
        left = User.closing_at <= before, User.erased_at.is_(None)
        return list(session.scalars(select(User.public_id).where(*left)))


def an_erased_user_leaves_a_tombstone_and_nothing_else(*, viewer: Viewer) -> list[str]:
    """Erased users with personal data left here, or without the tombstone that a restored backup is checked against."""
    columns = {**BLANK}
    columns.pop("mf_recovery_codes")  # its type cannot be compared in SQL; a constraint holds it
    left = [getattr(User, name).is_distinct_from(value) for name, value in columns.items()]
    left += [exists().where(key == User.id) for key in _what_hangs_on_a_user()]
    buried = exists().where(Tombstone.user_public_id == User.public_id)
    with reading(viewer=viewer) as session:
        wrong = User.erased_at.is_not(None), or_(*left, ~buried)
        return list(session.scalars(select(User.public_id).where(*wrong)))


def nobody_erased_has_come_back(*, viewer: Viewer) -> list[str]:
    """Users who were erased and are present all the same, as after a restored backup."""
    buried = exists().where(Tombstone.user_public_id == User.public_id)
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(User.public_id).where(User.erased_at.is_(None), buried)))


def _what_hangs_on_a_user() -> list[ColumnElement[int]]:
    """Columns whose rows belong to one user alone: those deleted with the user, roles, and mail preferences."""
    marked = [
        key.parent
        for table in Model.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "user_account" and key.ondelete == "CASCADE"
    ]
    more = (Membership, MailHours, MailMorning, MailPreference)
    return [*marked, *(table.__table__.c.user_id for table in more)]


def _key(address: str) -> str:
    try:
        return email_key(address)
    except ValueError:
        return ""


INVARIANTS = (
    every_key_is_made_of_its_address,
    every_key_asked_for_is_made_of_its_address,
    every_password_is_kept_as_argon2id,
    every_authenticators_secret_is_encrypted,
    every_recovery_code_is_hashed,
    no_recovery_code_outlives_the_factors,
    wrong_codes_stop_at_the_limit,
    no_role_is_global,
    nobody_unconfirmed_is_signed_in,
    every_mail_preference_is_about_a_topic_on_offer,
    every_zone_is_one_there_is,
    every_photo_was_drawn_by_us,
    no_account_outlives_its_grace,
    an_erased_user_leaves_a_tombstone_and_nothing_else,
    nobody_erased_has_come_back,
    no_stored_name_holds_what_nobody_sees,
)
