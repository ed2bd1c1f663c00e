"""Promises. Their states move by named methods over `rules.promises`."""

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
from mentorhub.workspace.rules import promises


class Promise(HasPublicId, MadeByForm, Deletable, Model):
    """Something said to be done for a person, with or without a day."""

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form_key", name="promise_is_made_once_per_form"),
        digest_iff_key(),
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        CheckConstraint("what <> ''", name="what_is_not_empty"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="open_until_it_ends"),
        bin_index("promise"),
        Index("ix_promise_person", "person_id", "state"),
        Index("ix_promise_due", "workspace_id", "state", "due_on"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[promises.PromiseState] = mapped_column(
        one_of(promises.PromiseState, "state_is_known"), default=promises.PROMISE.initial
    )
    what: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[dt.date | None]
    made_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()

    def keep(self, now: dt.datetime) -> None:
        """It was kept."""
        self._end("keep", now)

    def release(self, now: dt.datetime) -> None:
        """It is no longer expected."""
        self._end("release", now)

    def reopen(self) -> None:
        """It is open again: what ended it was a slip."""
        self.state = promises.PROMISE.after("reopen", self.state)
        self.ended_at = None

    def _end(self, verb: str, now: dt.datetime) -> None:
        self.state = promises.PROMISE.after(verb, self.state)
        self.ended_at = now
