"""Inquiries: what visitors ask a practice from a programme's page, the conversation that follows, saved replies."""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation import links
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.inquiries import INQUIRY, Author, InquiryState

LINK = "inquiry"


class Inquiry(HasPublicId, Model):
    """A visitor's inquiry to a practice. Its words are its messages; `enrolment_id` is of the visitor's later seat."""

    __tablename__ = "inquiry"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="inquiry_belongs_to_practice"),
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_is_dated"),
        CheckConstraint(
            "state <> 'enrolled' OR enrolment_id IS NOT NULL", name="enrolled_names_its_seat"
        ),
        CheckConstraint("last_message_at >= created_at", name="messages_follow_the_inquiry"),
        Index("ix_inquiry_practice", "practice_id", "last_message_at"),
        Index("ix_inquiry_address", "email_key"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    program_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    state: Mapped[InquiryState] = mapped_column(
        one_of(InquiryState, "state_is_known"), default=INQUIRY.initial
    )
    link_version: Mapped[int] = mapped_column(default=0)
    enrolment_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime]
    last_message_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]  # for the last time

    program: Mapped[Program] = relationship(
        primaryjoin=program_id == Program.id, foreign_keys=[program_id]
    )

    @property
    def token(self) -> str:
        """What opens the visitor's own page of it."""
        return links.sign(self.public_id, self.link_version, purpose=LINK)

    def ask(self, words: str, *, now: dt.datetime) -> "InquiryMessage":
        """The visitor's words, the first or further ones: it waits for an answer."""
        self.state = INQUIRY.after("ask", self.state)
        return self._say(Author.VISITOR, words, now=now)

    def answer(self, words: str, *, by: int | None, now: dt.datetime) -> "InquiryMessage":
        """The practice's words; `by` is a user's id."""
        self.state = INQUIRY.after("answer", self.state)
        self.answered_at = now
        return self._say(Author.PRACTICE, words, by=by, now=now)

    def decline(self, words: str, *, by: int | None, now: dt.datetime) -> "InquiryMessage | None":
        """End the conversation, with last words or with '' for none."""
        self.state = INQUIRY.after("decline", self.state)
        if not words:
            return None
        self.answered_at = now
        return self._say(Author.PRACTICE, words, by=by, now=now)

    def reopen(self) -> None:
        """It waits for an answer again."""
        self.state = INQUIRY.after("reopen", self.state)

    def enrol(self, enrolment_id: int) -> None:
        """The visitor has this seat since."""
        self.state = INQUIRY.after("enrol", self.state)
        self.enrolment_id = enrolment_id

    def _say(
        self, author: Author, words: str, *, by: int | None = None, now: dt.datetime
    ) -> "InquiryMessage":
        self.last_message_at = now
        return InquiryMessage(
            practice_id=self.practice_id,
            inquiry_id=self.id,
            author=author,
            author_id=by,
            body=words,
            at=now,
        )


class InquiryMessage(Model):
    """One message of a conversation. Triggers refuse its change; it is deleted with its inquiry alone.

    `author_id` is of the member of the practice who wrote it; a visitor has no account.
    """

    __tablename__ = "inquiry_message"
    __table_args__ = (
        ForeignKeyConstraint(
            ["practice_id", "inquiry_id"],
            ["inquiry.practice_id", "inquiry.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "author = 'practice' OR author_id IS NULL", name="visitors_have_no_account"
        ),
        CheckConstraint("length(body) BETWEEN 1 AND 4000", name="body_is_some_words"),
        Index("ix_inquiry_message_inquiry", "inquiry_id", "id"),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger)
    inquiry_id: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[Author] = mapped_column(one_of(Author, "author_is_known"))
    author_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]


class SavedReply(HasPublicId, Model):
    """Words that a practice answers with again and again; what stands in [brackets] is filled in each time."""

    __tablename__ = "saved_reply"
    __table_args__ = (
        UniqueConstraint("practice_id", "title", name="saved_replies_have_names_of_their_own"),
        CheckConstraint("length(body) BETWEEN 1 AND 4000", name="body_is_some_words"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)

    @property
    def written(self) -> dict[str, str]:
        """What its form is filled from."""
        return {"title": self.title, "body": self.body}
