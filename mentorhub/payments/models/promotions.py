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

_IS_THERE = "ended_at IS NULL"


class PromotionCode(HasPublicId, Model):
    """A code on one account; `stripe_account` '' is the platform's. `stripe_code` is None until Stripe has answered."""

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
        Index(
            "a_code_is_there_once",
            "stripe_account",
            "code",
            unique=True,
            sqlite_where=text(_IS_THERE),
            postgresql_where=text(_IS_THERE),
        ),
        Index("ix_promotion_code_practice", "practice_id", "created_at"),
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
    ended_at: Mapped[dt.datetime | None]

    @property
    def written(self) -> CodeWords:
        """What its practice wrote of it."""
        return CodeWords(**{name: getattr(self, name) for name in CodeWords.__dataclass_fields__})

    def make(self, stripe_code: str) -> None:
        """Stripe has it, under this id."""
        self.stripe_code = stripe_code

    def end(self, now: dt.datetime) -> None:
        """Nobody can use it any more; who has used it keeps what it took off."""
        self.ended_at = self.ended_at or now
