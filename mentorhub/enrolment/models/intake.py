"""What somebody with a seat has answered to their mentor's intake questions."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import Id, Model


class IntakeAnswer(Model):
    """One answer, with the question in the words that it answered. It goes when the place is made nameless."""

    __tablename__ = "intake_answer"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "question_id", name="a_question_is_answered_once"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        ForeignKeyConstraint(
            ["practice_id", "question_id"], ["intake_question.practice_id", "intake_question.id"]
        ),
        CheckConstraint("length(answer) BETWEEN 1 AND 4000", name="answer_is_some_words"),
        Index("ix_intake_answer_question", "question_id"),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger)
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    question_id: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[dt.datetime]

    def say(self, answer: str, *, to: str, now: dt.datetime) -> None:
        """Answer the question `to`, in these words; the same words again stay an answer to what was asked then."""
        if answer != self.answer:
            self.question, self.answer, self.answered_at = to, answer, now
