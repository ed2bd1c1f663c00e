"""Imports of contacts: the file, its rows as they were read, and what became of each."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.workspace.rules.imports import IMPORT, Choice, ImportState, Outcome, Result
from mentorhub.workspace.rules.rhythm import Tier


class ContactImport(HasPublicId, Model):
    """One file of contacts, from its preview on. `done` counts the rows that a worker has gone through.

    `mapping` names a field for each column of a table chosen by hand; '' in `encoding_asked` is found by the content.
    """

    __tablename__ = "contact_import"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="import_belongs_to_workspace"),
        CheckConstraint(
            "new + updates + doubles + unusable = total", name="each_record_counts_once"
        ),
        CheckConstraint("done BETWEEN 0 AND total", name="done_is_at_most_all"),
        CheckConstraint(
            "(state IN ('applied', 'undoing', 'undone')) = (applied_at IS NOT NULL)",
            name="applied_at_iff_applied",
        ),
        CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)", name="undone_at_iff_undone"
        ),
        CheckConstraint(
            "(state IN ('failing', 'failed')) = (failed_at IS NOT NULL)",
            name="failed_at_iff_failed",
        ),
        Index("ix_contact_import_workspace", "workspace_id", "created_at"),
        Index("ix_contact_import_state", "state"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    state: Mapped[ImportState] = mapped_column(
        one_of(ImportState, "state_is_known"), default=IMPORT.initial
    )
    file: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    file_format: Mapped[str] = mapped_column(String(24))
    encoding: Mapped[str] = mapped_column(String(40))
    encoding_asked: Mapped[str] = mapped_column(String(40), default="")
    day_first: Mapped[bool | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total: Mapped[int]
    new: Mapped[int]
    updates: Mapped[int]
    doubles: Mapped[int]
    unusable: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    tag: Mapped[str] = mapped_column(String(40), default="")
    occasion: Mapped[str] = mapped_column(String(200), default="")
    tier: Mapped[Tier] = mapped_column(one_of(Tier, "tier_is_known"), default=Tier.OFF)
    takes_file: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    applied_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]

    def apply(self) -> None:
        """A worker takes its chosen rows into the notebook."""
        self._move("apply")

    def finish(self, now: dt.datetime) -> None:
        """All are in, and can be seen."""
        self._move("finish")
        self.applied_at, self.file = now, None

    def undo(self) -> None:
        """A worker takes them out again."""
        self._move("undo")

    def end_undoing(self, now: dt.datetime) -> None:
        """All that nobody wrote about since are out."""
        self._move("end_undoing")
        self.undone_at = now

    def fail(self, now: dt.datetime) -> None:
        """Something went wrong: what was taken in is taken out again."""
        self._move("fail")
        self.failed_at = now

    def end_failing(self) -> None:
        """Nothing of it is left in the notebook."""
        self._move("end_failing")

    def _move(self, verb: str) -> None:
        self.state = IMPORT.after(verb, self.state)
        self.done = 0 if verb in {"apply", "undo", "fail"} else self.done


class ImportRow(Model):
    """One record of a file, as it was read (`document`), what it is to the notebook, and what became of it.

    `person_id` is whom it updates, or may be; `same_row` an earlier row of the file that it repeats; `made_id` whom it
    added or updated, and `before` what was written about them then. `digest` knows the record again in another file.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["contact_import.workspace_id", "contact_import.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("import_id", "row", name="one_result_per_row"),
        CheckConstraint(
            "result NOT IN ('added', 'updated') OR made_id IS NOT NULL", name="made_somebody"
        ),
        CheckConstraint("outcome <> 'unusable' OR choice = 'skip'", name="unusable_is_skipped"),
        CheckConstraint(
            "choice <> 'update' OR person_id IS NOT NULL OR same_row IS NOT NULL",
            name="updates_somebody",
        ),
        Index("ix_import_row_digest", "workspace_id", "digest"),
        Index("ix_import_row_made", "made_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    import_id: Mapped[int] = mapped_column(BigInteger)
    row: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(22))
    photo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome_is_known"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    same_row: Mapped[int | None]
    choice: Mapped[Choice] = mapped_column(one_of(Choice, "choice_is_known"))
    result: Mapped[Result] = mapped_column(
        one_of(Result, "result_is_known"), default=Result.WAITING
    )
    made_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None]
    written: Mapped[str] = mapped_column(String(22), default="")
