"""What a mentor may see, by which mentorship, and each look that was taken."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.enrolment.models import Mentorship
from mentorhub.foundation.database import Id, Model
from mentorhub.workspace.models.people import Workspace


class Grant(Model):
    """One mentorship's view of one workspace. Counts are a condition of the programme; people are not."""

    __tablename__ = "workspace_grant"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="grant_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "mentorship_id", name="one_grant_per_mentorship"),
        ForeignKeyConstraint(
            ["practice_id", "mentorship_id"], ["mentorship.practice_id", "mentorship.id"]
        ),
        CheckConstraint("ended_at IS NULL OR ended_at >= created_at", name="ends_after_it_begins"),
        Index("ix_workspace_grant_mentorship", "mentorship_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    mentorship_id: Mapped[int] = mapped_column(BigInteger)
    shares_counts: Mapped[bool] = mapped_column(default=True)
    shares_people: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    workspace: Mapped[Workspace] = relationship()
    mentorship: Mapped[Mentorship] = relationship()


class AccessRead(Model):
    """Who looked at what of a workspace, and when; triggers refuse its change."""

    __tablename__ = "access_read"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "grant_id"], ["workspace_grant.workspace_id", "workspace_grant.id"]
        ),
        Index("ix_access_read_workspace", "workspace_id", "at"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    grant_id: Mapped[int] = mapped_column(BigInteger)
    reader_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    what: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime]
