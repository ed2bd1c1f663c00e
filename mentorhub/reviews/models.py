"""Tables of the mentor's side. A check-in's answers carry the question they answered, so that history never changes."""

import datetime as dt
from collections.abc import Sequence

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

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.reviews import rules


class Curriculum(HasPublicId, Model):
    """The weeks of one programme: what each is about and what it asks."""

    __tablename__ = "curriculum"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="curriculum_belongs_to_practice"),
        UniqueConstraint("program_id", name="one_curriculum_per_program"),
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    program_id: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[dt.datetime]

    weeks: Mapped[list["CurriculumWeek"]] = relationship(order_by="CurriculumWeek.number")


class CurriculumWeek(Model):
    """One week; number 0 is the time before the course begins."""

    __tablename__ = "curriculum_week"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="curriculum_week_belongs_to_practice"),
        UniqueConstraint("curriculum_id", "number", name="week_is_planned_once"),
        ForeignKeyConstraint(
            ["practice_id", "curriculum_id"], ["curriculum.practice_id", "curriculum.id"]
        ),
        CheckConstraint("number >= 0", name="weeks_start_at_zero"),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    curriculum_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160), default="")
    theme_md: Mapped[str] = mapped_column(Text, default="")

    prompts: Mapped[list["CurriculumPrompt"]] = relationship(order_by="CurriculumPrompt.position")


class CurriculumPrompt(Model):
    """One question of a week."""

    __tablename__ = "curriculum_prompt"
    __table_args__ = (
        UniqueConstraint("week_id", "position", name="prompt_has_its_own_position"),
        ForeignKeyConstraint(
            ["practice_id", "week_id"], ["curriculum_week.practice_id", "curriculum_week.id"]
        ),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    week_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))


class CheckIn(HasPublicId, Model):
    """What a mentee writes for one week. `version` counts its saves, so that no window overwrites another unseen."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="check_in_belongs_to_practice"),
        UniqueConstraint("mentorship_id", "week", name="one_check_in_per_mentorship_and_week"),
        ForeignKeyConstraint(
            ["practice_id", "mentorship_id"], ["mentorship.practice_id", "mentorship.id"]
        ),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="sent_iff_submitted_at"),
        CheckConstraint(
            "(state = 'reviewed') = (reviewed_at IS NOT NULL)", name="reviewed_iff_reviewed_at"
        ),
        CheckConstraint("reviewed_at >= submitted_at", name="reviewed_after_it_was_sent"),
        CheckConstraint("week >= 0", name="weeks_start_at_zero"),
        Index("ix_check_in_queue", "state", "submitted_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    mentorship_id: Mapped[int] = mapped_column(BigInteger)
    week: Mapped[int]
    title: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[rules.CheckInState] = mapped_column(
        one_of(rules.CheckInState, "state_is_known"), default=rules.CHECK_IN.initial
    )
    version: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[dt.datetime]
    saved_at: Mapped[dt.datetime]
    submitted_at: Mapped[dt.datetime | None]
    reviewed_at: Mapped[dt.datetime | None]

    mentorship: Mapped[Mentorship] = relationship()
    answers: Mapped[list["CheckInAnswer"]] = relationship(order_by="CheckInAnswer.position")
    review: Mapped["Review | None"] = relationship(back_populates="check_in")

    @property
    def is_draft(self) -> bool:
        """Whether its writer may still change it."""
        return self.state == rules.CheckInState.DRAFT

    @property
    def words(self) -> list[str]:
        """The answer to each question."""
        return [row.answer for row in self.answers]

    def rewrite(self, answers: Sequence[str], now: dt.datetime) -> None:
        """Replace the answers; one for each question."""
        for row, answer in zip(self.answers, answers, strict=True):
            row.answer = answer
        self.version += 1
        self.saved_at = now

    def submit(self, now: dt.datetime) -> None:
        """Submit it to the mentor."""
        self.state = rules.CHECK_IN.after("submit", self.state)
        self.submitted_at = now

    def mark_reviewed(self, now: dt.datetime) -> None:
        """The mentor has answered."""
        self.state = rules.CHECK_IN.after("review", self.state)
        self.reviewed_at = now


class CheckInAnswer(Model):
    """One question as it was asked, and the answer to it."""

    __tablename__ = "check_in_answer"
    __table_args__ = (
        UniqueConstraint("check_in_id", "position", name="answer_has_its_own_position"),
        ForeignKeyConstraint(
            ["practice_id", "check_in_id"], ["check_in.practice_id", "check_in.id"]
        ),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    check_in_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    prompt: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(Text, default="")


class Review(HasPublicId, Model):
    """The mentor's answer to one check-in: its text, at most one next step, and when it was read."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("check_in_id", name="one_review_per_check_in"),
        ForeignKeyConstraint(
            ["practice_id", "check_in_id"], ["check_in.practice_id", "check_in.id"]
        ),
        CheckConstraint("body <> ''", name="review_says_something"),
        CheckConstraint("next_step_on IS NULL OR next_step <> ''", name="date_belongs_to_a_step"),
        CheckConstraint("read_at >= created_at", name="read_after_it_was_written"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    check_in_id: Mapped[int] = mapped_column(BigInteger)
    mentor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    body: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(String(rules.NEXT_STEP_MAX), default="")
    next_step_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]

    check_in: Mapped[CheckIn] = relationship(back_populates="review")

    def mark_read(self, now: dt.datetime) -> None:
        """The mentee has read it; the first time counts."""
        self.read_at = self.read_at or now


class Appointment(HasPublicId, Model):
    """A talk of mentor and mentee."""

    __tablename__ = "appointment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["practice_id", "mentorship_id"], ["mentorship.practice_id", "mentorship.id"]
        ),
        CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes_are_sane"),
        Index("ix_appointment_mentorship", "mentorship_id", "starts_at"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    mentorship_id: Mapped[int] = mapped_column(BigInteger)
    starts_at: Mapped[dt.datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[rules.AppointmentState] = mapped_column(
        one_of(rules.AppointmentState, "state_is_known"), default=rules.APPOINTMENT.initial
    )

    def move(self, verb: str) -> None:
        """Move by a verb of `rules.APPOINTMENT`."""
        self.state = rules.APPOINTMENT.after(verb, self.state)


def course_of(mentorship: Mentorship) -> rules.Course:
    """The weeks of a mentorship's cohort."""
    cohort = mentorship.enrolment.cohort
    return rules.Course(cohort.starts_on, cohort.ends_on)
