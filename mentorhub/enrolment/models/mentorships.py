"""Who mentors whom."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.tables import HasPublicId, Model


class Mentorship(HasPublicId, Model):
    """Who mentors whom, from when until when: what a mentor may see hangs on it."""

    __tablename__ = "mentorship"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="mentorship_belongs_to_practice"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="ends_after_it_begins"),
        Index(
            "one_current_mentorship_per_enrolment",
            "enrolment_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    mentor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"), index=True)
    from_at: Mapped[dt.datetime]
    until_at: Mapped[dt.datetime | None]

    enrolment: Mapped[Enrolment] = relationship()
    mentor: Mapped[User] = relationship()

    def finish(self, now: dt.datetime) -> None:
        """End it; nothing of it is deleted."""
        self.until_at = self.until_at or now
