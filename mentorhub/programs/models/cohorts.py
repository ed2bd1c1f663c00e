"""One run of a programme: its window, its seats, its prices. Counters are `enrolment.line`'s."""

import datetime as dt

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

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules import cohorts
from mentorhub.programs.rules.cohort_changes import CohortWords, is_begun
from mentorhub.programs.rules.cohorts import COHORT, CohortState, PublicState, Window
from mentorhub.programs.rules.offers import PriceKind, price_is_available
from mentorhub.programs.rules.prices import PriceWords

GENESIS = "0" * 64  # the journal's head before its first entry


class Cohort(HasPublicId, Model):
    """One run of a programme with its seats. Counters, head and allocation number belong to `enrolment.line`."""

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="cohort_belongs_to_practice"),
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        CheckConstraint("taken >= 0 AND taken <= seats", name="taken_never_exceeds_seats"),
        CheckConstraint("seats >= 0 AND waiting >= 0", name="counts_are_not_negative"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        ForeignKeyConstraint(["practice_id", "rehearses_id"], ["cohort.practice_id", "cohort.id"]),
        CheckConstraint(
            "(state IN ('cancelled', 'rehearsed')) = (cancelled_at IS NOT NULL)",
            name="cancelled_iff_dated",
        ),
        CheckConstraint(
            "(state IN ('rehearsal', 'rehearsed')) = (rehearses_id IS NOT NULL)",
            name="rehearsal_iff_of_a_cohort",
        ),
        CheckConstraint("rehearses_id IS NULL OR seats = 1", name="rehearsal_has_one_seat"),
        CheckConstraint("claim_minutes BETWEEN 5 AND 1440", name="claim_minutes_is_sane"),
        CheckConstraint("offer_hours BETWEEN 1 AND 336", name="offer_hours_is_sane"),
        CheckConstraint("waiting_max >= 0", name="waiting_max_is_not_negative"),
        CheckConstraint("length(welcome_md) <= 4000", name="welcome_is_no_book"),
        Index("ix_cohort_program_window", "program_id", "opens_at"),
        Index(
            "one_rehearsal_of_a_cohort_at_a_time",
            "rehearses_id",
            unique=True,
            sqlite_where=text("state = 'rehearsal'"),
            postgresql_where=text("state = 'rehearsal'"),
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    program_id: Mapped[int] = mapped_column(BigInteger)
    mentor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[CohortState] = mapped_column(
        one_of(CohortState, "state_is_known"), default=COHORT.initial
    )
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    claim_minutes: Mapped[int] = mapped_column(default=15)
    offer_hours: Mapped[int] = mapped_column(default=48)
    welcome_md: Mapped[str] = mapped_column(Text, default="")
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    waiting_max: Mapped[int | None]  # None: as many may wait as come
    allocation_paused_at: Mapped[dt.datetime | None]
    last_place: Mapped[int] = mapped_column(default=0)
    releases: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
    journal_head: Mapped[str] = mapped_column(String(64), default=GENESIS)
    allocation_number: Mapped[int] = mapped_column(default=0)
    allocated_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    rehearses_id: Mapped[int | None] = mapped_column(BigInteger)  # of a rehearsal: which cohort

    program: Mapped[Program] = relationship(
        primaryjoin=program_id == Program.id, foreign_keys=[program_id]
    )  # by the key alone, so that one query loads it
    mentor: Mapped[User] = relationship()
    rehearses: Mapped["Cohort | None"] = relationship(
        primaryjoin="remote(Cohort.id) == foreign(Cohort.rehearses_id)", viewonly=True
    )
    prices: Mapped[list["Price"]] = relationship(order_by="Price.position, Price.id")

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.taken

    @property
    def allocatable(self) -> int:
        """Seats that may be given away now: those that nobody holds, unless allocation is paused."""
        return 0 if self.allocation_paused_at is not None else self.free

    @property
    def is_called_off(self) -> bool:
        """Whether nobody is seated any more: cancelled, or a rehearsal that has ended."""
        return self.state in cohorts.CALLED_OFF

    @property
    def is_rehearsal(self) -> bool:
        """Whether its practice only tries it, now or earlier."""
        return self.rehearses_id is not None

    @property
    def window(self) -> Window:
        """When it takes arrivals and when it runs."""
        return Window(self.opens_at, self.closes_at, self.starts_on, self.ends_on)

    @property
    def is_begun(self) -> bool:
        """Whether something of it was promised, so that prices stay what they are."""
        return is_begun(self.state, entries=self.entries)

    @property
    def written(self) -> CohortWords:
        """What its practice writes of it in one form."""
        own = {
            name: getattr(self, name)
            for name in CohortWords.__dataclass_fields__
            if name != "mentor"
        }
        return CohortWords(mentor=self.mentor.public_id, **own)

    def write(self, words: CohortWords, *, mentor_id: int) -> None:
        """Take these words; seats of a cohort that has begun move in `enrolment.line` only."""
        assert not self.is_begun or words.seats == self.seats
        self.mentor_id = mentor_id
        for name, value in words.by_field.items():
            if name != "mentor":
                setattr(self, name, value)

    def public_state(self, now: dt.datetime) -> PublicState:
        """What the public sees at `now`."""
        return cohorts.public_state(
            self.state,
            self.window,
            free=self.free,
            waiting=self.waiting,
            now=now,
            is_paused=self.allocation_paused_at is not None,
        )

    def publish(self) -> None:
        """Open it for arrivals in its window."""
        self.state = COHORT.after("publish", self.state)

    def take_back(self) -> None:
        """A draft again; nobody has had a place."""
        self.state = COHORT.after("take_back", self.state)

    def cancel(self, now: dt.datetime, *, reason: str = "") -> None:
        """Cancel it; `enrolment` notifies and refunds who has a seat or a place in line."""
        self.state = COHORT.after("cancel", self.state)
        self.cancelled_at, self.cancel_reason = now, reason

    def rehearse(self, cohort: "Cohort") -> None:
        """Become a rehearsal of this one, which is stored already."""
        self.state = COHORT.after("rehearse", self.state)
        self.rehearses_id = cohort.id

    def end_rehearsal(self, now: dt.datetime) -> None:
        """Nobody is seated any more; its places are ended as those of a cancelled cohort are."""
        self.state = COHORT.after("end_rehearsal", self.state)
        self.cancelled_at = now


class Price(HasPublicId, Model):
    """A way to pay for a seat of one cohort; all share its seats. The first available by position is the default."""

    __tablename__ = "price"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "cohort_id"], ["cohort.practice_id", "cohort.id"]),
        CheckConstraint("(kind = 'free') = (amount_minor = 0)", name="only_free_costs_nothing"),
        CheckConstraint("amount_minor >= 0", name="amount_is_not_negative"),
        CheckConstraint(
            "(kind = 'instalments') = (instalments_count > 1 AND interval_days > 0)",
            name="instalments_have_a_count_and_an_interval",
        ),
        CheckConstraint("currency = lower(currency)", name="currency_is_lower_case"),
        CheckConstraint(
            "ended_at IS NULL OR (available_until IS NOT NULL AND available_until <= ended_at)",
            name="what_was_ended_is_over",
        ),
        Index("ix_price_cohort", "cohort_id", "position"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[PriceKind] = mapped_column(one_of(PriceKind, "kind_is_known"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    instalments_count: Mapped[int] = mapped_column(default=1)
    interval_days: Mapped[int] = mapped_column(default=0)
    available_from: Mapped[dt.datetime | None]
    available_until: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]  # when its practice ended it, or put another in its place

    def is_available(self, now: dt.datetime) -> bool:
        """Whether an arrival at `now` may have this price."""
        return price_is_available(self.available_from, self.available_until, now=now)

    @property
    def written(self) -> PriceWords:
        """What its practice writes of it in one form."""
        return PriceWords(**{name: getattr(self, name) for name in PriceWords.__dataclass_fields__})

    def write(self, words: PriceWords) -> None:
        """Take these words; of a cohort that has begun only a sooner end."""
        for name in PriceWords.__dataclass_fields__:
            setattr(self, name, getattr(words, name))
        self.kind = words.kind

    def end(self, now: dt.datetime) -> None:
        """Nobody who arrives from now on gets it; who has it keeps it."""
        if self.available_until is None or now < self.available_until:
            self.available_until = now
        self.ended_at = now
