"""Promotion codes that a practice has made here, stored before Stripe is asked: a lost answer is asked for again."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.payments.rules.codes import CodeWords
from mentorhub.payments.rules.events import retry_after

_IS_THERE = "ended_at IS NULL"
_IS_OWED = "ended_at IS NULL AND (stripe_code IS NULL OR ending_at IS NOT NULL)"


class PromotionCode(HasPublicId, Model):
    """A code on one account; `stripe_account` '' is the platform's. `stripe_code` is None until Stripe has answered.

    `ending_at` is when its practice switched it off here, `ended_at` when Stripe had done so too, or had refused it.
    While an answer is owed, `ask_at` is when it is asked for again. A trigger keeps it on an account of its practice.
    """

    __tablename__ = "promotion_code"
    __table_args__ = (
        UniqueConstraint("stripe_account", "stripe_code", name="stripe_code_is_of_one"),
        CheckConstraint(
            "(percent_off IS NULL) <> (amount_off_minor IS NULL)",
            name="takes_off_a_percentage_or_an_amount",
        ),
        CheckConstraint(
            "(amount_off_minor IS NULL) = (currency = '')", name="an_amount_has_a_currency"
        ),
        CheckConstraint("percent_off BETWEEN 1 AND 100", name="percentage_is_one"),
        CheckConstraint("amount_off_minor > 0", name="amount_is_positive"),
        CheckConstraint("uses_max > 0", name="uses_are_limited_to_some"),
        CheckConstraint("code = upper(code) AND code <> ''", name="code_is_upper_case"),
        CheckConstraint(f"(ask_at IS NOT NULL) = ({_IS_OWED})", name="is_asked_for_while_owed"),
        Index(
            "a_code_is_there_once",
            "stripe_account",
            "code",
            unique=True,
            sqlite_where=text(_IS_THERE),
            postgresql_where=text(_IS_THERE),
        ),
        Index("ix_promotion_code_practice", "practice_id", "created_at"),
        Index("ix_promotion_code_ask_at", "ask_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    code: Mapped[str] = mapped_column(String(60))
    percent_off: Mapped[int | None]
    amount_off_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="")
    uses_max: Mapped[int | None]
    expires_at: Mapped[dt.datetime | None]
    stripe_code: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[dt.datetime]
    ending_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ask_at: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    key_number: Mapped[int] = mapped_column(default=1)

    @property
    def written(self) -> CodeWords:
        """What its practice wrote of it."""
        return CodeWords(**{name: getattr(self, name) for name in CodeWords.__dataclass_fields__})

    def ask(self, now: dt.datetime) -> None:
        """Stripe is being asked; without an answer it is asked again, later each time."""
        self.attempts += 1
        self.ask_at = now + retry_after(self.attempts)

    def make(self, stripe_code: str) -> None:
        """Stripe has it, under this id."""
        self.stripe_code = stripe_code
        if self.ending_at is None:
            self.ask_at = None

    def ask_to_end(self, now: dt.datetime) -> None:
        """Its practice switches it off: from now on nobody can type it here. Stripe is asked again until it answers."""
        self.ending_at = self.ending_at or now
        self.ask(now)

    def end(self, now: dt.datetime) -> None:
        """Nothing more is asked of Stripe; who has used it keeps what it took off."""
        self.ended_at, self.ask_at = self.ended_at or now, None
