"""Asking for money: customers with a saved card, checkouts, instalments."""

import datetime as dt
from typing import Any

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
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.payments.rules.checkouts import CHECKOUT, CheckoutState
from mentorhub.payments.rules.instalments import INSTALMENT, InstalmentState, is_refused

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
    payment_method: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[dt.datetime]

    def forget_card(self) -> None:
        """No more is charged to it; only Stripe still knows whose card it was."""
        self.payment_method = ""


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
        ForeignKeyConstraint(
            ["practice_id", "instalment_id"], ["instalment.practice_id", "instalment.id"]
        ),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        CheckConstraint(
            "discount_minor BETWEEN 0 AND amount_minor", name="discount_is_a_part_of_it"
        ),
        CheckConstraint(
            "(discount_minor > 0) = (promotion_code <> '')", name="discounted_iff_by_a_code"
        ),
        CheckConstraint(
            "application_fee_minor BETWEEN 0 AND amount_minor - discount_minor",
            name="fee_is_a_part_of_what_is_paid",
        ),
        CheckConstraint(
            "state NOT IN ('open', 'completed') OR stripe_session IS NOT NULL",
            name="open_only_with_a_session",
        ),
        CheckConstraint(
            "state <> 'abandoned' OR url = ''", name="abandoned_only_if_given_to_nobody"
        ),
        CheckConstraint(
            "look_at IS NULL OR state = 'abandoned'", name="looked_for_only_when_abandoned"
        ),
        Index(
            "one_live_checkout_per_enrolment",
            "enrolment_id",
            unique=True,
            sqlite_where=text(OPEN_ATTEMPTS),
            postgresql_where=text(OPEN_ATTEMPTS),
        ),
        Index("ix_checkout_due", "state", "expires_at"),
        Index("ix_checkout_look", "look_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    instalment_id: Mapped[int | None] = mapped_column(BigInteger)  # None: the first payment
    price_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("price.id"))
    attempt: Mapped[int]
    state: Mapped[CheckoutState] = mapped_column(
        one_of(CheckoutState, "state_is_known"), default=CHECKOUT.initial
    )
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    stripe_session: Mapped[str | None] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(Text, default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    discount_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # taken off by the code
    promotion_code: Mapped[str] = mapped_column(String(80), default="")  # Stripe's id of it
    application_fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # the platform's
    terms_version: Mapped[int]
    consent: Mapped[str] = mapped_column(Text, default="")  # what was agreed to beside the price
    parameters: Mapped[dict[str, Any]]
    expires_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime]
    completed_at: Mapped[dt.datetime | None]
    look_at: Mapped[dt.datetime | None]  # when Stripe is asked whether it made an abandoned one

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.CHECKOUT`."""
        self.state = CHECKOUT.after(verb, self.state)
        self.look_at = None

    def abandon(self, *, look_at: dt.datetime) -> None:
        """Its address was given to nobody and never will be; from `look_at` on it is searched for at Stripe."""
        self.move("abandon")
        self.look_at = look_at

    def forget_payer(self) -> None:
        """Erase the payer's address from the parameters."""
        self.parameters = {
            name: value for name, value in self.parameters.items() if name != "customer_email"
        }


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
        Index("ix_instalment_due", "state", "try_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    state: Mapped[InstalmentState] = mapped_column(
        one_of(InstalmentState, "state_is_known"), default=INSTALMENT.initial
    )
    due_on: Mapped[dt.date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    payment_intent: Mapped[str | None] = mapped_column(String(80))  # of the last try
    attempts: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[dt.datetime | None]  # None: nothing more is tried by itself
    missed_at: Mapped[dt.datetime | None]
    failure_code: Mapped[str] = mapped_column(String(80), default="")

    @hybrid_property
    def is_owed(self) -> bool:
        """Whether its payer is asked to pay it by themselves: the card was refused, or the instalment was missed."""
        return self.state == InstalmentState.MISSED or is_refused(self.state, self.failure_code)

    @is_owed.inplace.expression
    @classmethod
    def _is_owed(cls) -> ColumnElement[bool]:
        states = InstalmentState
        return (cls.state == states.MISSED) | (
            (cls.state == states.SCHEDULED) & (cls.failure_code != "")
        )

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.INSTALMENT`."""
        self.state = INSTALMENT.after(verb, self.state)
