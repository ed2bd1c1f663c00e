"""Counting what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from mentorhub.foundation.database.tables import db


@contextmanager
def queries_of() -> Iterator[list[str]]:
    """Every SELECT made inside, in order; starts from an empty identity map, as a request does."""
    with statements_of("SELECT") as asked:
        yield asked


@contextmanager
def statements_of(*verbs: str) -> Iterator[list[str]]:
    """Every statement of these verbs made inside, in order; the same statement for many rows at once counts once."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(verbs):
            asked.append(statement)

    db.session.remove()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
