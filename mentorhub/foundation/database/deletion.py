"""Rows that may be deleted and brought back: hidden from every query by one rule, and not by each query's own."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, event, text
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column, with_loader_criteria

WITH_DELETED = {
    "with_deleted": True
}  # the execution options of a query that means deleted rows as well


class Deletable:
    """A row with a bin: once `deleted_at` is set, no query finds it but one that is asked `WITH_DELETED`."""

    deleted_at: Mapped[dt.datetime | None] = mapped_column(default=None)


def bin_index(table: str) -> Index:
    """Over a notebook's deleted rows alone, which are few among many."""
    deleted = text("deleted_at IS NOT NULL")
    return Index(
        f"ix_{table}_bin",
        "workspace_id",
        "deleted_at",
        sqlite_where=deleted,
        postgresql_where=deleted,
    )


def hide_deleted(session: Any) -> None:
    """Make every query of these sessions leave deleted rows out: in joins, subqueries and relationships as well.

    Not of statements that go to the connection, past the session: those say `deleted_at IS NULL` themselves.
    Source: SQLAlchemy's manual, "Adding global WHERE / ON criteria".
    """
    event.listen(session, "do_orm_execute", _leave_deleted_out)


def _leave_deleted_out(state: ORMExecuteState) -> None:
    if (
        state.is_select
        and not state.is_column_load
        and not state.is_relationship_load
        and not state.execution_options.get("with_deleted", False)
    ):
        state.statement = state.statement.options(_CRITERIA)


_CRITERIA = with_loader_criteria(
    Deletable, lambda row: row.deleted_at.is_(None), include_aliases=True
)
