"""Practices' own accounts at Stripe: the one in use, one that is being set up, and those that were in use before."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import CHARGES, StripeState
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.payments.rules.connections import Missing, Requirement

_IN_USE = "used_from IS NOT NULL AND ended_at IS NULL"
_COMING = "used_from IS NULL AND ended_at IS NULL"


class StripeConnection(HasPublicId, Model):
    """An account at Stripe that this platform made for a practice, stored with its parameters before Stripe is asked.

    In use from `used_from` to `ended_at`; `chosen_at` is when an owner asked to move to it.
    """

    __tablename__ = "stripe_connection"
    __table_args__ = (
        UniqueConstraint("practice_id", "number", name="connections_are_numbered"),
        UniqueConstraint("stripe_account", name="account_is_of_one_practice"),
        CheckConstraint(
            "(stripe_account IS NULL) = (state = 'none')", name="connected_iff_account"
        ),
        CheckConstraint(
            "used_from IS NULL OR stripe_account IS NOT NULL", name="used_only_with_an_account"
        ),
        Index(
            "one_connection_in_use_per_practice",
            "practice_id",
            unique=True,
            sqlite_where=text(_IN_USE),
            postgresql_where=text(_IN_USE),
        ),
        Index(
            "one_coming_connection_per_practice",
            "practice_id",
            unique=True,
            sqlite_where=text(_COMING),
            postgresql_where=text(_COMING),
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    number: Mapped[int]
    stripe_account: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[StripeState] = mapped_column(
        one_of(StripeState, "state_is_known"), default=CHARGES.initial
    )
    country: Mapped[str] = mapped_column(String(2))
    parameters: Mapped[dict[str, Any]]
    missing: Mapped[dict[str, Any]]  # {"entries": [[kind, words], …]}
    created_at: Mapped[dt.datetime]
    checked_at: Mapped[dt.datetime | None]
    ready_at: Mapped[dt.datetime | None]  # when it took payments for the first time
    chosen_at: Mapped[dt.datetime | None]
    used_from: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    practice: Mapped[Practice] = relationship()

    @property
    def is_in_use(self) -> bool:
        """Whether its practice is paid on it."""
        return self.used_from is not None and self.ended_at is None

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """What Stripe asks for, as it was last read."""
        return tuple(
            Requirement(Missing(kind), words) for kind, words in self.missing.get("entries", ())
        )

    def open(self, account: str) -> None:
        """Stripe has made the account."""
        self.state = CHARGES.after("onboard", self.state)
        self.stripe_account = account

    def bring_to(
        self, verb: str | None, requirements: tuple[Requirement, ...], now: dt.datetime
    ) -> None:
        """What Stripe says of it, by a verb of `rules.CHARGES`; None where its state is right already."""
        if verb is not None:
            self.state = CHARGES.after(verb, self.state)
        if self.state == StripeState.READY and self.ready_at is None:
            self.ready_at = now
        self.missing = {"entries": [[one.kind.value, one.words] for one in requirements]}
        self.checked_at = now

    def use(self, now: dt.datetime) -> None:
        """The practice is paid on it from now on."""
        self.used_from, self.chosen_at = now, None

    def end(self, now: dt.datetime) -> None:
        """It is not used any more; what was paid on it stays on it."""
        self.ended_at, self.chosen_at = now, None
