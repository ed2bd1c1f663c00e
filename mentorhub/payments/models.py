"""Tables of money. A checkout points at its enrolment by the table's name; this room knows no more of it."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation.database import HasPublicId, Model, one_of
from mentorhub.payments import rules

OPEN_ATTEMPTS = "state IN ('attempted', 'open')"


class StripeCustomer(HasPublicId, Model):
    """Whose saved card it is, at one Stripe account."""

    __tablename__ = "stripe_customer"
    __table_args__ = (
        UniqueConstraint("stripe_account", "customer_id", name="customer_is_known_once"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    customer_id: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[dt.datetime]


class Checkout(HasPublicId, Model):
    """One attempt to pay, stored with all its parameters before Stripe is called."""

    __tablename__ = "checkout"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="checkout_belongs_to_practice"),
        UniqueConstraint("stripe_account", "stripe_session", name="session_is_known_once"),
        UniqueConstraint("enrolment_id", "attempt", name="attempts_are_numbered"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        CheckConstraint(
            "state NOT IN ('open', 'completed') OR stripe_session IS NOT NULL",
            name="open_only_with_a_session",
        ),
        Index(
            "one_live_checkout_per_enrolment",
            "enrolment_id",
            unique=True,
            sqlite_where=text(OPEN_ATTEMPTS),
            postgresql_where=text(OPEN_ATTEMPTS),
        ),
        Index("ix_checkout_due", "state", "expires_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    price_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("price.id"))
    attempt: Mapped[int]
    state: Mapped[rules.CheckoutState] = mapped_column(
        one_of(rules.CheckoutState, "state_is_known"), default=rules.CHECKOUT.initial
    )
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_session: Mapped[str | None] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(Text, default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    terms_version: Mapped[int]
    parameters: Mapped[dict[str, Any]]
    expires_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime]
    completed_at: Mapped[dt.datetime | None]
    looked_at: Mapped[dt.datetime | None]

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.CHECKOUT`."""
        self.state = rules.CHECKOUT.after(verb, self.state)


class Instalment(HasPublicId, Model):
    """A dated part of an enrolment's price; the first is paid by checkout."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="instalment_belongs_to_practice"),
        UniqueConstraint("enrolment_id", "number", name="instalments_are_numbered"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        Index("ix_instalment_due", "state", "due_on"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    state: Mapped[rules.InstalmentState] = mapped_column(
        one_of(rules.InstalmentState, "state_is_known"), default=rules.INSTALMENT.initial
    )
    due_on: Mapped[dt.date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.INSTALMENT`."""
        self.state = rules.INSTALMENT.after(verb, self.state)


class Payment(HasPublicId, Model):
    """Money captured, once, for one checkout or one instalment. Kept for good, pseudonymous after an erasure."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="payment_belongs_to_practice"),
        UniqueConstraint("stripe_account", "payment_intent", name="intent_is_captured_once"),
        UniqueConstraint("checkout_id", name="checkout_is_paid_once"),
        UniqueConstraint("instalment_id", name="instalment_is_paid_once"),
        ForeignKeyConstraint(
            ["practice_id", "checkout_id"], ["checkout.practice_id", "checkout.id"]
        ),
        ForeignKeyConstraint(
            ["practice_id", "instalment_id"], ["instalment.practice_id", "instalment.id"]
        ),
        CheckConstraint(
            "(checkout_id IS NULL) <> (instalment_id IS NULL)", name="pays_for_exactly_one_thing"
        ),
        CheckConstraint("amount_minor >= 0", name="amount_is_not_negative"),
        CheckConstraint(
            "(payment_intent IS NULL) = (amount_minor = 0)",
            name="no_intent_only_when_nothing_was_due",
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    checkout_id: Mapped[int | None] = mapped_column(BigInteger)
    instalment_id: Mapped[int | None] = mapped_column(BigInteger)
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    payment_intent: Mapped[str | None] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    payer_email: Mapped[str] = mapped_column(String(254), default="")
    captured_at: Mapped[dt.datetime]

    refunds: Mapped[list["Refund"]] = relationship(back_populates="payment", order_by="Refund.id")


class Refund(HasPublicId, Model):
    """Money going back, written before Stripe is called; `payments.actions.send_refund` sends it."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("stripe_account", "stripe_refund", name="refund_is_known_once"),
        ForeignKeyConstraint(["practice_id", "payment_id"], ["payment.practice_id", "payment.id"]),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        Index("ix_refund_due", "state", "due_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[rules.RefundState] = mapped_column(
        one_of(rules.RefundState, "state_is_known"), default=rules.REFUND.initial
    )
    reason: Mapped[str] = mapped_column(String(40))
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_refund: Mapped[str | None] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    failure_reason: Mapped[str] = mapped_column(String(80), default="")
    requested_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)

    payment: Mapped[Payment] = relationship(back_populates="refunds")

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.REFUND`."""
        self.state = rules.REFUND.after(verb, self.state)


class Dispute(HasPublicId, Model):
    """A payer's bank has asked for the money back."""

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("stripe_account", "stripe_dispute", name="dispute_is_known_once"),
        ForeignKeyConstraint(["practice_id", "payment_id"], ["payment.practice_id", "payment.id"]),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[rules.DisputeState] = mapped_column(
        one_of(rules.DisputeState, "state_is_known"), default=rules.DISPUTE.initial
    )
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_dispute: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.DISPUTE`."""
        self.state = rules.DISPUTE.after(verb, self.state)


class StripeEvent(HasPublicId, Model):
    """An event as Stripe sent it, verified, stored before it is answered, applied by a sweep."""

    __tablename__ = "stripe_event"
    __table_args__ = (
        UniqueConstraint("stripe_account", "event_id", name="event_is_stored_once"),
        CheckConstraint("(state = 'received') = (done_at IS NULL)", name="done_when_not_received"),
        Index("ix_stripe_event_due", "state", "due_at"),
    )

    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    event_id: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(120), default="")
    api_version: Mapped[str] = mapped_column(String(40), default="")
    livemode: Mapped[bool]
    payload: Mapped[dict[str, Any]]
    state: Mapped[rules.EventState] = mapped_column(
        one_of(rules.EventState, "state_is_known"), default=rules.EVENT.initial
    )
    reason: Mapped[str] = mapped_column(String(80), default="")
    received_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[dt.datetime | None]

    def finish(self, verb: str, *, now: dt.datetime, reason: str = "") -> None:
        """Apply or ignore, with the reason."""
        self.state = rules.EVENT.after(verb, self.state)
        self.done_at = now
        self.reason = reason
