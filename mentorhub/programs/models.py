"""Tables of what is offered. A cohort's counters are written by `enrolment.line` only, under its lock."""

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Practice, User
from mentorhub.foundation.database import HasPublicId, Model, one_of
from mentorhub.programs import rules

GENESIS = "0" * 64  # the journal's head before its first entry


@dataclass(frozen=True)
class Texts:
    """The words of a programme's page. A text left empty leaves its section out.

    `promise` is the heading; *one emphasis* in it is set in italics. The page draws a list ("- " before
    each item) in `suits_md` and `suits_not_md` as ticks and crosses, and the "### " headings of
    `offer_md` and `outline_md` as parts ("### Weeks 1–2: Remember" puts the weeks above the name).
    """

    promise: str = ""
    summary: str = ""
    letter_md: str = ""
    suits_md: str = ""
    suits_not_md: str = ""
    offer_md: str = ""
    outline_md: str = ""
    mentor_md: str = ""
    refund_policy_md: str = ""
    terms_md: str = ""


class Program(HasPublicId, Model):
    """A programme and the text of its public page (Markdown where the name ends in `_md`)."""

    __tablename__ = "program"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="program_belongs_to_practice"),
        CheckConstraint("missed_after_days BETWEEN 1 AND 90", name="missed_after_days_is_sane"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[rules.ProgramState] = mapped_column(
        one_of(rules.ProgramState, "state_is_known"), default=rules.PROGRAM.initial
    )
    title: Mapped[str] = mapped_column(String(160))
    promise: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    letter_md: Mapped[str] = mapped_column(Text, default="")
    suits_md: Mapped[str] = mapped_column(Text, default="")
    suits_not_md: Mapped[str] = mapped_column(Text, default="")
    offer_md: Mapped[str] = mapped_column(Text, default="")
    outline_md: Mapped[str] = mapped_column(Text, default="")
    mentor_name: Mapped[str] = mapped_column(String(200), default="")
    mentor_md: Mapped[str] = mapped_column(Text, default="")
    refund_policy_md: Mapped[str] = mapped_column(Text, default="")
    terms_md: Mapped[str] = mapped_column(Text, default="")
    terms_version: Mapped[int] = mapped_column(default=1)
    missed_instalment: Mapped[rules.MissedInstalment] = mapped_column(
        one_of(rules.MissedInstalment, "missed_instalment_is_known"),
        default=rules.MissedInstalment.PAUSE,
    )
    missed_after_days: Mapped[int] = mapped_column(default=14)
    created_at: Mapped[dt.datetime]

    practice: Mapped[Practice] = relationship()
    questions: Mapped[list["ProgramQuestion"]] = relationship(order_by="ProgramQuestion.position")

    @property
    def texts(self) -> Texts:
        """The words of its page."""
        return Texts(**{field.name: getattr(self, field.name) for field in fields(Texts)})

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.PROGRAM`."""
        self.state = rules.PROGRAM.after(verb, self.state)


class ProgramSlug(Model):
    """Every address a programme has had; an old one redirects."""

    __tablename__ = "program_slug"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    program_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("program.id"))
    since: Mapped[dt.datetime]


class ProgramQuestion(HasPublicId, Model):
    """One question people ask, and its answer."""

    __tablename__ = "program_question"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        Index("ix_program_question_program", "program_id", "position"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    program_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(default=0)
    question: Mapped[str] = mapped_column(String(300))
    answer_md: Mapped[str] = mapped_column(Text)


class Cohort(HasPublicId, Model):
    """One run of a programme with its seats. Counters, head and settle number belong to `enrolment.line`."""

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="cohort_belongs_to_practice"),
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        CheckConstraint("taken >= 0 AND taken <= seats", name="taken_never_exceeds_seats"),
        CheckConstraint("seats >= 0 AND waiting >= 0", name="counts_are_not_negative"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        CheckConstraint("claim_minutes BETWEEN 5 AND 1440", name="claim_minutes_is_sane"),
        CheckConstraint("offer_hours BETWEEN 1 AND 336", name="offer_hours_is_sane"),
        Index("ix_cohort_program_window", "program_id", "opens_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    program_id: Mapped[int] = mapped_column(BigInteger)
    mentor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[rules.CohortState] = mapped_column(
        one_of(rules.CohortState, "state_is_known"), default=rules.COHORT.initial
    )
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    claim_minutes: Mapped[int] = mapped_column(default=15)
    offer_hours: Mapped[int] = mapped_column(default=48)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    last_place: Mapped[int] = mapped_column(default=0)
    releases: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
    journal_head: Mapped[str] = mapped_column(String(64), default=GENESIS)
    settle_number: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[dt.datetime | None]

    program: Mapped[Program] = relationship()
    mentor: Mapped[User] = relationship()
    prices: Mapped[list["Price"]] = relationship(order_by="Price.position, Price.id")

    @property
    def free(self) -> int:
        """Seats nobody holds."""
        return self.seats - self.taken

    @property
    def window(self) -> rules.Window:
        """When it takes arrivals and when it runs."""
        return rules.Window(self.opens_at, self.closes_at, self.starts_on, self.ends_on)

    def public_state(self, now: dt.datetime) -> rules.PublicState:
        """What the public sees at `now`."""
        return rules.public_state(
            self.state, self.window, free=self.free, waiting=self.waiting, now=now
        )

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.COHORT`."""
        self.state = rules.COHORT.after(verb, self.state)


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
        Index("ix_price_cohort", "cohort_id", "position"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[rules.PriceKind] = mapped_column(one_of(rules.PriceKind, "kind_is_known"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    instalments_count: Mapped[int] = mapped_column(default=1)
    interval_days: Mapped[int] = mapped_column(default=0)
    available_from: Mapped[dt.datetime | None]
    available_until: Mapped[dt.datetime | None]

    def is_available(self, now: dt.datetime) -> bool:
        """Whether an arrival at `now` may have this price."""
        return rules.price_is_available(self.available_from, self.available_until, now=now)


class Inquiry(HasPublicId, Model):
    """A letter to the mentor from the public page."""

    __tablename__ = "inquiry"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        Index("ix_inquiry_practice", "practice_id", "created_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    program_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]

    program: Mapped[Program] = relationship()
