"""Follow-ups. Their states move by named methods over `rules.follow_ups`."""

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

from mentorhub.foundation.database.deletion import Deletable, bin_index
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.workspace.models.forms import MadeByForm, digest_iff_key
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules import follow_ups


class FollowUp(HasPublicId, MadeByForm, Deletable, Model):
    """A day on which to reach out, and why. Moving it makes a new one that names the old."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="follow_up_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "form_key", name="follow_up_is_set_once_per_form"),
        digest_iff_key(),
        UniqueConstraint("moved_from_id", name="follow_up_is_moved_once"),
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        ForeignKeyConstraint(
            ["workspace_id", "moved_from_id"], ["follow_up.workspace_id", "follow_up.id"]
        ),
        CheckConstraint(
            "(state = 'scheduled') = (ended_at IS NULL)", name="scheduled_until_it_ends"
        ),
        bin_index("follow_up"),
        Index("ix_follow_up_person", "person_id", "state", "due_on"),
        Index("ix_follow_up_due", "workspace_id", "state", "due_on"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    moved_from_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[follow_ups.FollowUpKind] = mapped_column(
        one_of(follow_ups.FollowUpKind, "kind_is_known"), default=follow_ups.FollowUpKind.PLANNED
    )
    state: Mapped[follow_ups.FollowUpState] = mapped_column(
        one_of(follow_ups.FollowUpState, "state_is_known"), default=follow_ups.FOLLOW_UP.initial
    )
    due_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()

    def complete(self, now: dt.datetime) -> None:
        """It was done."""
        self._end("complete", now)

    def move(self, now: dt.datetime) -> None:
        """Another one takes its place on another day."""
        self._end("move", now)

    def drop(self, now: dt.datetime) -> None:
        """It is no longer meant."""
        self._end("drop", now)

    def reopen(self) -> None:
        """It is meant again: what ended it was a slip. What took its place is deleted by the caller."""
        self.state = follow_ups.FOLLOW_UP.after("reopen", self.state)
        self.ended_at = None

    def _end(self, verb: str, now: dt.datetime) -> None:
        self.state = follow_ups.FOLLOW_UP.after(verb, self.state)
        self.ended_at = now
