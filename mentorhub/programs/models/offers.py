"""What is offered: programmes, their addresses, their questions."""

import datetime as dt
from dataclasses import dataclass, field, fields
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.programs.rules.offers import PROGRAM, MissedInstalment, ProgramState
from mentorhub.programs.rules.terms import Policy


@dataclass(frozen=True)
class Texts:
    """The words of a programme's page. A text left empty leaves its section out.

    `promise` is the heading; *one emphasis* in it is set in italics. The page draws a list ("- " before
    each item) in `suits_md` and `suits_not_md` as ticks and crosses, and the "### " headings of
    `offer_md` and `outline_md` as parts ("### Weeks 1–2: Remember" puts the weeks above the name).
    """

    promise: str = ""
    summary: str = ""
    introduction_md: str = ""
    suits_md: str = ""
    suits_not_md: str = ""
    offer_md: str = ""
    outline_md: str = ""
    mentor_md: str = ""
    refund_policy_md: str = ""
    terms_md: str = ""


@dataclass(frozen=True)
class Written:
    """All that a practice writes of a programme in one form."""

    title: str
    slug: str
    mentor_name: str = ""
    texts: Texts = Texts()
    policy: Policy = field(default_factory=Policy)

    @property
    def by_field(self) -> dict[str, Any]:
        """Each by the name of its field."""
        own = {"title": self.title, "slug": self.slug, "mentor_name": self.mentor_name}
        return {**own, **vars(self.texts), **vars(self.policy)}

    @property
    def terms(self) -> dict[str, Any]:
        """What of it a place is taken on, by the columns of `ProgramTerms`."""
        agreed = {name: getattr(self.texts, name) for name in ("terms_md", "refund_policy_md")}
        return {**agreed, **vars(self.policy)}


class Program(HasPublicId, Model):
    """A programme and the text of its public page (Markdown where the name ends in `_md`)."""

    __tablename__ = "program"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="program_belongs_to_practice"),
        CheckConstraint("missed_after_days BETWEEN 1 AND 90", name="missed_after_days_is_sane"),
        CheckConstraint(
            "refund_full_days BETWEEN 0 AND 365 AND refund_part_days BETWEEN 0 AND 365"
            " AND refund_part_percent BETWEEN 0 AND 100",
            name="refund_policy_is_sane",
        ),
        CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name="published_is_dated"
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[ProgramState] = mapped_column(
        one_of(ProgramState, "state_is_known"), default=PROGRAM.initial
    )
    title: Mapped[str] = mapped_column(String(160))
    promise: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    introduction_md: Mapped[str] = mapped_column(Text, default="")
    suits_md: Mapped[str] = mapped_column(Text, default="")
    suits_not_md: Mapped[str] = mapped_column(Text, default="")
    offer_md: Mapped[str] = mapped_column(Text, default="")
    outline_md: Mapped[str] = mapped_column(Text, default="")
    mentor_name: Mapped[str] = mapped_column(String(200), default="")
    mentor_md: Mapped[str] = mapped_column(Text, default="")
    refund_policy_md: Mapped[str] = mapped_column(Text, default="")
    terms_md: Mapped[str] = mapped_column(Text, default="")
    terms_version: Mapped[int] = mapped_column(default=1)
    missed_instalment: Mapped[MissedInstalment] = mapped_column(
        one_of(MissedInstalment, "missed_instalment_is_known"),
        default=MissedInstalment.PAUSE,
    )
    missed_after_days: Mapped[int] = mapped_column(default=14)
    refund_full_days: Mapped[int] = mapped_column(default=14)  # before the start
    refund_part_percent: Mapped[int] = mapped_column(default=50)
    refund_part_days: Mapped[int] = mapped_column(default=14)  # after the start
    created_at: Mapped[dt.datetime]
    published_at: Mapped[dt.datetime | None]  # for the first time

    practice: Mapped[Practice] = relationship()
    questions: Mapped[list["ProgramQuestion"]] = relationship(order_by="ProgramQuestion.position")

    @property
    def texts(self) -> Texts:
        """The words of its page."""
        return Texts(**{one.name: getattr(self, one.name) for one in fields(Texts)})

    @property
    def policy(self) -> Policy:
        """The numbers of its present terms."""
        return Policy(**{one.name: getattr(self, one.name) for one in fields(Policy)})

    @property
    def written(self) -> Written:
        """What its form is filled from."""
        return Written(self.title, self.slug, self.mentor_name, self.texts, self.policy)

    def write(self, words: Written) -> None:
        """Take over all that its form holds; the address is moved beside it."""
        self.title, self.mentor_name = words.title, words.mentor_name
        for name, value in {**vars(words.texts), **vars(words.policy)}.items():
            setattr(self, name, value)

    def publish(self, now: dt.datetime) -> None:
        """Give it a public page: from now on somebody may have agreed to its terms."""
        self.state = PROGRAM.after("publish", self.state)
        self.published_at = self.published_at or now

    def take_back(self) -> None:
        """A draft again, while nobody has had a place."""
        self.state = PROGRAM.after("take_back", self.state)

    def archive(self) -> None:
        """Offer it no more."""
        self.state = PROGRAM.after("archive", self.state)

    def restore(self) -> None:
        """An archived one is a draft again; what was agreed to stays."""
        self.state = PROGRAM.after("restore", self.state)


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

    @property
    def written(self) -> dict[str, str]:
        """What its form is filled from."""
        return {"question": self.question, "answer_md": self.answer_md}
