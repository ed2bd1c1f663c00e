"""Tables of people. Flask-Security's mixins give the sign-in columns; its roles are not used."""

import datetime as dt

from flask_security.models.sqla import FsModels, FsRoleMixin, FsUserMixin, FsWebAuthnMixin
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.accounts.rules import addresses
from mentorhub.accounts.rules.factors import tries_counted
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, db, new_public_id
from mentorhub.foundation.erasure import ERASED_NAME, NOWHERE

FsModels.set_db_info(
    base_model=db.Model,
    user_table_name="user_account",
    role_table_name="security_role",
    webauthn_table_name="passkey",
)

ERASED = (
    f"erased_at IS NULL OR name = '{ERASED_NAME}' AND email LIKE '%@{NOWHERE}' AND email_key = email "
    "AND password IS NULL AND tf_totp_secret IS NULL AND mf_recovery_codes IS NULL AND NOT active"
)


def _utcnow() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - inside a flush no query may be made


class Role(FsRoleMixin, Model):
    """Flask-Security wants this table; it stays empty, since roles are memberships."""

    __tablename__ = "security_role"

    update_datetime: Mapped[dt.datetime] = mapped_column(
        server_default=func.now(), onupdate=_utcnow
    )


class User(FsUserMixin, Model):
    """A person with an account. One user may be owner here, mentor there, mentee elsewhere."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint(
            "(tf_totp_secret IS NULL) = (totp_counter IS NULL)",
            name="an_authenticator_remembers_its_last_code",
        ),
        CheckConstraint(
            "factor_tries >= 0 AND (factor_tries = 0) = (factor_tries_from IS NULL)",
            name="wrong_codes_are_counted_from_a_moment",
        ),
        CheckConstraint("theme IN ('', 'light', 'dark')", name="theme_is_known"),
        CheckConstraint(
            "erased_at IS NULL OR erased_at >= closing_at AND closing_at IS NOT NULL",
            name="erased_only_after_closing",
        ),
        CheckConstraint(ERASED, name="an_erased_user_has_nothing_personal"),
        Index(
            "ix_user_account_closing",
            "closing_at",
            sqlite_where=text("closing_at IS NOT NULL"),
            postgresql_where=text("closing_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    theme: Mapped[str] = mapped_column(String(10), default="")
    link_version: Mapped[int] = mapped_column(default=0)
    closing_at: Mapped[dt.datetime | None]
    erased_at: Mapped[dt.datetime | None]
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    factor_tries: Mapped[int] = mapped_column(default=0)
    factor_tries_from: Mapped[dt.datetime | None]
    update_datetime: Mapped[dt.datetime] = mapped_column(
        server_default=func.now(), onupdate=_utcnow
    )

    photo_id = ""  # a `UserPhoto.public_id`; set only on the signed-in user, read with their device

    @property
    def initials(self) -> str:
        """For the monogram."""
        return addresses.initials(self.name)

    @property
    def is_settled(self) -> bool:
        """Whether a mailed link alone changes nothing about whose account this is: confirmed, or disabled."""
        return self.confirmed_at is not None or not self.active

    @property
    def has_factor(self) -> bool:
        """Whether a password or a mailed link alone signs nobody in."""
        return self.tf_totp_secret is not None or bool(self.webauthn)

    def close(self, now: dt.datetime) -> None:
        """Begin the days in which it may be restored; links mailed earlier open nothing."""
        self.closing_at = now
        self.link_version += 1

    def restore(self) -> None:
        """Stop the closing."""
        self.closing_at = None

    def set_authenticator(self, secret: str, *, counter: int) -> None:
        """An app that shows codes: its secret, encrypted, and which code it last gave (30 s each, since 1970)."""
        self.tf_primary_method, self.tf_totp_secret = "authenticator", secret
        self.totp_counter = counter

    def forget_authenticator(self) -> None:
        """Remove the app."""
        self.tf_primary_method = self.tf_totp_secret = self.totp_counter = None

    def count_wrong_code(self, now: dt.datetime) -> None:
        """One more wrong code, of those since the first in `rules.TRIES_WITHIN`."""
        if tries_counted(self.factor_tries, self.factor_tries_from, now=now) == 0:
            self.factor_tries, self.factor_tries_from = 0, now
        self.factor_tries += 1

    def forget_wrong_codes(self) -> None:
        """Start counting from zero, after a right code."""
        self.factor_tries, self.factor_tries_from = 0, None


class Tombstone(Model):
    """A record that a user was erased, so that one who returns with a restored backup is erased again."""

    __tablename__ = "tombstone"

    id: Mapped[Id]
    user_public_id: Mapped[str] = mapped_column(String(22), unique=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    closing_at: Mapped[dt.datetime]
    erased_at: Mapped[dt.datetime]


class WebAuthn(FsWebAuthnMixin, Model):
    """A registered passkey, by a name that its owner gave it."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("user_id", "name", name="one_passkey_per_user_and_name"),)

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0, nullable=True)

    def count_use(self, sign_count: int, *, now: dt.datetime) -> None:
        """Record a use: the authenticator's own counter, and when."""
        self.sign_count, self.lastuse_datetime = sign_count, now


class SignedInDevice(HasPublicId, Model):
    """A browser that is, or was, signed in; its public id stands in that browser's signed session cookie.

    `notice_due_at`: the owner has not used it before, and is still to be notified.
    """

    __tablename__ = "signed_in_device"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= created_at", name="ends_after_it_began"),
        Index("ix_signed_in_device_user", "user_id", "ended_at"),
        Index(
            "ix_signed_in_device_notice",
            "notice_due_at",
            sqlite_where=text("notice_due_at IS NOT NULL"),
            postgresql_where=text("notice_due_at IS NOT NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE")
    )
    browser: Mapped[str] = mapped_column(String(20))
    system: Mapped[str] = mapped_column(String(20))
    network: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    notice_due_at: Mapped[dt.datetime | None]


class UserPhoto(HasPublicId, Model):
    """A user's photo: a WebP square that `security.photos` drew. A new one has another public id.

    `is_public`: its owner shows it on the pages of practices that they own.
    """

    __tablename__ = "user_photo"
    __table_args__ = (CheckConstraint("length(image) BETWEEN 1 AND 100000", name="photo_is_small"),)

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), unique=True
    )
    image: Mapped[bytes] = mapped_column(LargeBinary)
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]


class AddressChange(HasPublicId, Model):
    """The address a user has asked for and not confirmed yet; one at a time. `device` asked, and stays signed in."""

    __tablename__ = "address_change"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), unique=True
    )
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    device: Mapped[str] = mapped_column(String(22))
    created_at: Mapped[dt.datetime]
