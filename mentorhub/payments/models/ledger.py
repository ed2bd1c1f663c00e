"""Payments, refunds and disputes. Rows are never deleted."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.payments.rules.refunds import (
    DISPUTE,
    REFUND,
    UNDONE_REFUNDS,
    DisputeState,
    RefundState,
)

_WON = DisputeState.WON


class Payment(HasPublicId, Model):
    """Money captured, once, for one checkout or one instalment. Never deleted; pseudonymous after an erasure."""

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
            "application_fee_minor BETWEEN 0 AND amount_minor", name="fee_is_a_part_of_it"
        ),
        CheckConstraint(
            "application_fee_minor = 0 OR stripe_account <> ''", name="fee_only_on_own_accounts"
        ),
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
    application_fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # the platform's
    payer_email: Mapped[str] = mapped_column(String(254), default="")
    captured_at: Mapped[dt.datetime]

    refunds: Mapped[list["Refund"]] = relationship(back_populates="payment", order_by="Refund.id")
    disputes: Mapped[list["Dispute"]] = relationship(order_by="Dispute.id")

    @property
    def kept_minor(self) -> int:
        """What is left of it here: refunds that are asked for count as gone, failed ones do not."""
        gone = (one.amount_minor for one in self.refunds if one.state not in UNDONE_REFUNDS)
        return self.amount_minor - sum(gone)

    @property
    def refundable_minor(self) -> int:
        """What may be sent back: nothing while the payer's bank disputes it, and nothing once it has won."""
        return self.kept_minor if all(one.state == _WON for one in self.disputes) else 0

    def forget_payer(self) -> None:
        """Erase the payer's address; the amount stays."""
        self.payer_email = ""

    def send_back(
        self,
        amount_minor: int,
        *,
        reason: str,
        now: dt.datetime,
        requested_by_id: int | None = None,
    ) -> "Refund":
        """Queue a refund of 1 to `refundable_minor`; `payments.actions.send_refund` sends it."""
        assert 0 < amount_minor <= self.refundable_minor
        refund = Refund(
            practice_id=self.practice_id,
            reason=reason,
            stripe_account=self.stripe_account,
            amount_minor=amount_minor,
            currency=self.currency,
            requested_at=now,
            due_at=now,
            requested_by_id=requested_by_id,
        )
        self.refunds.append(refund)
        return refund


class Refund(HasPublicId, Model):
    """Money going back, written before Stripe is called; `payments.actions.send_refund` sends it."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("stripe_account", "stripe_refund", name="refund_is_known_once"),
        ForeignKeyConstraint(["practice_id", "payment_id"], ["payment.practice_id", "payment.id"]),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        CheckConstraint("lost_at IS NULL OR state = 'queued'", name="lost_only_while_queued"),
        Index("ix_refund_due", "state", "due_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[RefundState] = mapped_column(
        one_of(RefundState, "state_is_known"), default=REFUND.initial
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
    key_number: Mapped[int] = mapped_column(default=0)  # earlier keys are not used again
    lost_at: Mapped[dt.datetime | None]  # when Stripe answered only with an error of its own
    requested_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user_account.id"))

    payment: Mapped[Payment] = relationship(back_populates="refunds")

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.REFUND`."""
        self.state = REFUND.after(verb, self.state)
        self.lost_at = None


class Dispute(HasPublicId, Model):
    """A payer's bank has asked for the money back."""

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("stripe_account", "stripe_dispute", name="dispute_is_known_once"),
        ForeignKeyConstraint(["practice_id", "payment_id"], ["payment.practice_id", "payment.id"]),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    payment_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[DisputeState] = mapped_column(
        one_of(DisputeState, "state_is_known"), default=DISPUTE.initial
    )
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_dispute: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.DISPUTE`."""
        self.state = DISPUTE.after(verb, self.state)
