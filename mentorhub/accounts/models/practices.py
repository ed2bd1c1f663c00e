"""Tables of practices: a mentor's business, who belongs to it, who is invited to it."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.invitations import INVITATION, INVITATION_LIFETIME, InvitationState
from mentorhub.accounts.rules.practices import (
    CHARGES,
    CHARGING,
    Role,
    StripeState,
    takes_payments,
)
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of


class Practice(HasPublicId, Model):
    """A mentor's business: the tenant.

    `stripe_account` is its own account at Stripe, written by `payments` only; '' where it has none, or is paid on the
    platform's. `payments_stopped_at` is since when it last took no payments, `payments_resumed_at` when it did again.

    `slug` is its present address, `currency` that of its prices unless said otherwise (ISO 4217, lower-case).
    """

    __tablename__ = "practice"
    __table_args__ = (
        CheckConstraint(
            "(stripe_account = '') = (stripe_state IN ('none', 'platform'))",
            name="account_iff_connected",
        ),
        CheckConstraint(
            "payments_resumed_at IS NULL OR payments_stopped_at IS NOT NULL",
            name="resumes_only_what_stopped",
        ),
        CheckConstraint(
            "currency = lower(currency) AND length(currency) = 3",
            name="currency_is_a_code",
        ),
        CheckConstraint("length(about_md) <= 4000", name="about_is_no_book"),
    )

    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    currency: Mapped[str] = mapped_column(String(3), default="eur")
    place_name: Mapped[str] = mapped_column(String(80), default="")
    about_md: Mapped[str] = mapped_column(Text, default="")
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_state: Mapped[StripeState] = mapped_column(
        one_of(StripeState, "stripe_state_is_known"), default=CHARGES.initial
    )
    payments_stopped_at: Mapped[dt.datetime | None]
    payments_resumed_at: Mapped[dt.datetime | None]
    takes_promotion_codes: Mapped[bool] = mapped_column(default=False)
    takes_delayed_methods: Mapped[bool] = mapped_column(default=False)
    collects_tax: Mapped[bool] = mapped_column(default=False)
    statement_suffix: Mapped[str] = mapped_column(String(22), default="")
    created_at: Mapped[dt.datetime]

    @hybrid_property
    def can_charge(self) -> bool:
        """Whether somebody can pay it now."""
        return takes_payments(
            self.stripe_state,
            stopped_at=self.payments_stopped_at,
            resumed_at=self.payments_resumed_at,
        )

    @can_charge.inplace.expression
    @classmethod
    def _can_charge(cls) -> ColumnElement[bool]:
        stopped, resumed = cls.payments_stopped_at, cls.payments_resumed_at
        is_on = stopped.is_(None) | (resumed.is_not(None) & (resumed >= stopped))
        return cls.stripe_state.in_(CHARGING) & is_on

    def mark_charges(self, verb: str, *, account: str | None = None) -> None:
        """Move the Stripe state by a verb of `rules.CHARGES`; to another account where one is given ('' for none)."""
        self.stripe_state = CHARGES.after(verb, self.stripe_state)
        if account is not None:
            self.stripe_account = account

    def stop_payments(self, now: dt.datetime) -> None:
        """Nobody can pay from now on; nothing where nobody could before."""
        if self.can_charge:
            self.payments_stopped_at, self.payments_resumed_at = now, None

    def resume_payments(self, now: dt.datetime) -> None:
        """People can pay again, if the account is ready."""
        if self.payments_stopped_at is not None and self.payments_resumed_at is None:
            self.payments_resumed_at = now


class PracticeSlug(Model):
    """Every address a practice has had; an old one redirects."""

    __tablename__ = "practice_slug"
    __table_args__ = (
        CheckConstraint("slug = lower(slug) AND slug <> ''", name="slug_is_lower_case"),
        CheckConstraint("slug NOT IN ('new', 'address')", name="slug_is_no_page_of_ours"),
    )

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"), index=True)
    since: Mapped[dt.datetime]


class Membership(HasPublicId, Model):
    """A user's one role in one practice."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("practice_id", "user_id", name="one_membership_per_practice_and_user"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role_is_known"))
    created_at: Mapped[dt.datetime]

    user: Mapped[User] = relationship()
    practice: Mapped[Practice] = relationship()


class Invitation(HasPublicId, Model):
    """A role in a practice, offered to an address; its email's link carries `link_version`.

    It is deleted with the membership of whoever sent it.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_once_not_open"),
        CheckConstraint("expires_at > created_at", name="stands_for_a_while"),
        ForeignKeyConstraint(
            ["practice_id", "sent_by"],
            ["membership.practice_id", "membership.user_id"],
            name="sent_by_a_member",
            ondelete="CASCADE",
        ),
        Index(
            "one_open_invitation_per_practice_and_address",
            "practice_id",
            "email_key",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    sent_by: Mapped[int] = mapped_column(BigInteger)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(one_of(Role, "invited_role_is_known"))
    state: Mapped[InvitationState] = mapped_column(
        one_of(InvitationState, "invitation_state_is_known"), default=INVITATION.initial
    )
    link_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    def renew(self, *, sent_by: int, role: Role, now: dt.datetime) -> None:
        """A new email goes out, and the links of earlier ones open nothing."""
        self.state = INVITATION.after("renew", self.state)
        self.sent_by, self.role, self.expires_at = sent_by, role, now + INVITATION_LIFETIME
        self.link_version += 1

    def end(self, verb: str, *, now: dt.datetime) -> None:
        """Accepted or withdrawn, by a verb of `rules.INVITATION`."""
        self.state = INVITATION.after(verb, self.state)
        self.ended_at = now
