"""The viewer's account, for the data export. What helps to sign in (password, keys, codes) is left out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from mentorhub.accounts.models.people import (
    AddressChange,
    SignedInDevice,
    User,
    UserPhoto,
    WebAuthn,
)
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.foundation.data_export import (
    INSIDE,
    Exported,
    Record,
    Section,
    named,
)
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.preferences import MailHours, MailPreference

_SECRET = "it helps to sign in, and a file is easily lost"
_UNUSED = "MentorHub does not use it"
_INSIDE = {"id": INSIDE, "user_id": "yourself"}

# Named one by one, so that a new column of these tables, which may be a secret, is exported only once it is named here.
PERSON = Exported(
    User,
    only={
        **{name: name for name in ("public_id", "email", "name", "locale", "timezone", "theme")},
        "active": "is_active",
        "create_datetime": "created_at",
        "update_datetime": "changed_at",
        "confirmed_at": "confirmed_at",
        "closing_at": "closing_at",
        "current_login_at": "last_sign_in_at",
        "last_login_at": "sign_in_before_at",
        "current_login_ip": "last_sign_in_from",
        "last_login_ip": "sign_in_before_from",
        "login_count": "sign_ins",
        "tf_primary_method": "second_factor",
    },
    out={
        "id": INSIDE,
        "email_key": "the address, folded to be found by",
        "password": _SECRET,
        "tf_totp_secret": _SECRET,
        "totp_counter": _SECRET,
        "erased_at": "whoever is erased takes nothing away",
        "factor_tries": _SECRET,
        "factor_tries_from": _SECRET,
        "mf_recovery_codes": _SECRET,
        "fs_uniquifier": _SECRET,
        "fs_webauthn_user_handle": _SECRET,
        "link_version": _SECRET,
        "us_totp_secrets": _UNUSED,
        "us_phone_number": _UNUSED,
        "tf_phone_number": _UNUSED,
        "username": _UNUSED,
    },
)
PASSKEYS = Exported(
    WebAuthn,
    only={
        "public_id": "public_id",
        "name": "name",
        "create_datetime": "added_at",
        "lastuse_datetime": "used_at",
        "device_type": "device_type",
        "backup_state": "is_backed_up",
    },
    out={
        **_INSIDE,
        "credential_id": _SECRET,
        "public_key": _SECRET,
        "sign_count": _SECRET,
        "transports": "how a browser speaks to it",
        "extensions": _UNUSED,
        "usage": "the same for all",
    },
)
DEVICES = Exported(SignedInDevice, _INSIDE)
TOKENS = Exported(ApiToken, {**_INSIDE, "token_hash": _SECRET})
PHOTOS = Exported(UserPhoto, {**_INSIDE, "image": "the picture is a file of its own"})
ADDRESS_CHANGES = Exported(AddressChange, {**_INSIDE, "email_key": "the address, folded"})
MEMBERSHIPS = Exported(Membership, {**_INSIDE, "practice_id": INSIDE})
PREFERENCES = Exported(MailPreference, _INSIDE)
HOURS = Exported(MailHours, _INSIDE)
MORNING = Exported(MailMorning, _INSIDE)
MAILS = Exported(
    OutboxMail,
    only={
        name: name
        for name in (
            *("kind", "to_name", "to_address"),
            *("created_at", "sent_at", "failed_at", "skipped_at"),
        )
    },
    out={
        **_INSIDE,
        **dict.fromkeys(
            ("subject", "context", "text_body", "html_body"),
            "the words are in your mailbox; they can hold links that open something, and tell of others",
        ),
        **dict.fromkeys(
            ("public_id", "practice_id", "fact_key", "message_id", "reply_to", "locale", "zone"),
            "how it was posted",
        ),
        **dict.fromkeys(
            ("due_at", "rank", "claim", "claimed_until", "attempts", "last_error", "digested_in"),
            "how it was posted",
        ),
    },
)
EXPORTED = (
    *(PERSON, PASSKEYS, DEVICES, TOKENS, PHOTOS, ADDRESS_CHANGES),
    *(MEMBERSHIPS, PREFERENCES, HOURS, MORNING, MAILS),
)


def own_account(*, viewer: Viewer) -> Record:
    """The viewer's row; for a signed-in viewer only."""
    with reading(viewer=viewer) as session:
        asked = select(*PERSON.columns()).where(User.id == viewer.id)
        return session.execute(asked).one()._asdict()


def own_photo(*, viewer: Viewer) -> bytes | None:
    """The viewer's photo, as WebP."""
    with reading(viewer=viewer) as session:
        return session.scalar(select(UserPhoto.image).where(UserPhoto.user_id == viewer.id))


def account_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """What belongs to the account, by kind, the oldest first."""
    memberships = select(*named(practice=Practice.name), *MEMBERSHIPS.columns()).join(
        Practice, Practice.id == Membership.practice_id
    )
    asked: dict[str, tuple[Exported, Select[Any]]] = {
        "passkeys": (PASSKEYS, select(*PASSKEYS.columns())),
        "signed_in_devices": (DEVICES, select(*DEVICES.columns())),
        "tokens": (TOKENS, select(*TOKENS.columns())),
        "photo": (PHOTOS, select(*PHOTOS.columns())),
        "address_change": (ADDRESS_CHANGES, select(*ADDRESS_CHANGES.columns())),
        "memberships": (MEMBERSHIPS, memberships),
        "mail_preferences": (PREFERENCES, select(*PREFERENCES.columns())),
        "mail_hours": (HOURS, select(*HOURS.columns())),
        "mail_morning": (MORNING, select(*MORNING.columns())),
    }
    sections = {
        name: Section(name, statement.where(columns.user_id == viewer.id).order_by(columns.id))
        for name, (exported, statement) in asked.items()
        for columns in [exported.table.__table__.c]
    }
    return {**sections, "mails": _mails(viewer)}


def _mails(viewer: Viewer) -> Section:
    """Those written to the user, and to the address that is confirmed to be theirs: most name nobody."""
    address = (
        select(User.email_key)
        .where(User.id == viewer.id, User.confirmed_at.is_not(None))
        .scalar_subquery()
    )
    theirs = (OutboxMail.user_id == viewer.id) | (func.lower(OutboxMail.to_address) == address)
    return Section("mails", select(*MAILS.columns()).where(theirs).order_by(OutboxMail.id))
