"""What a mentor may see, by which mentorship, and each access to it."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.tables import Id, Model
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.sharing import LOGGED_EVERY, AccessedPart


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


def log_access(
    session: Session,
    grants: Sequence[Grant],
    *,
    what: AccessedPart,
    reader_id: int,
    now: dt.datetime,
) -> None:
    """A line for each of these notebooks, unless the reader's last access of this kind was within `LOGGED_EVERY`.

    The grants are locked by the caller, so that two pages opened at once leave one line.
    """
    lately = set(
        session.scalars(
            select(AccessRead.workspace_id).where(
                AccessRead.workspace_id.in_([grant.workspace_id for grant in grants]),
                AccessRead.reader_id == reader_id,
                AccessRead.what == what.value,
                AccessRead.at > now - LOGGED_EVERY,
            )
        )
    )
    fresh = {grant.workspace_id: grant for grant in grants if grant.workspace_id not in lately}
    session.add_all(
        AccessRead(
            workspace_id=grant.workspace_id,
            grant_id=grant.id,
            reader_id=reader_id,
            what=what.value,
            at=now,
        )
        for grant in fresh.values()
    )
