"""What the mentor of a cohort asks whoever has a seat in it; the answers are `enrolment`'s."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.intake import IntakeWords


class IntakeQuestion(HasPublicId, Model):
    """One question of a cohort. One that was removed stays as a row, since answers to it may stand."""

    __tablename__ = "intake_question"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="intake_question_belongs_to_practice"),
        ForeignKeyConstraint(["practice_id", "cohort_id"], ["cohort.practice_id", "cohort.id"]),
        CheckConstraint("length(question) BETWEEN 1 AND 300", name="question_is_some_words"),
        Index("ix_intake_question_cohort", "cohort_id", "position"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(default=0)
    question: Mapped[str] = mapped_column(String(300))
    is_long: Mapped[bool] = mapped_column(default=True)
    is_required: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[dt.datetime | None]  # asked no more since then

    @property
    def written(self) -> IntakeWords:
        """What its form is filled from."""
        return IntakeWords(self.question, self.is_long, self.is_required)

    def write(self, words: IntakeWords) -> None:
        """Ask in these words from now on; answers keep the words that they answered."""
        self.question, self.is_long = words.question, words.is_long
        self.is_required = words.is_required

    def copied_to(self, cohort: Cohort) -> "IntakeQuestion":
        """The same question of another cohort of the practice, at the same place."""
        copy = IntakeQuestion(
            practice_id=cohort.practice_id, cohort_id=cohort.id, position=self.position
        )
        copy.write(self.written)
        return copy
