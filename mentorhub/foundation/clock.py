"""The only source of the time: the database's clock on PostgreSQL, this machine's on SQLite, plus an offset."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from mentorhub.foundation.database.tables import UTCDateTime, db


class _Offset:
    """How far the demo's seed and the tests have moved the clock. Nothing else may set it."""

    def __init__(self) -> None:
        self.by = dt.timedelta()
        self.lock = threading.Lock()


_offset = _Offset()


def now() -> dt.datetime:
    """Aware UTC now. With several machines on one PostgreSQL, all see one clock."""
    if db.engine.dialect.name == "postgresql":
        found = db.session.scalar(select(func.clock_timestamp()))
        assert isinstance(found, dt.datetime)
        return found.astimezone(dt.UTC) + _offset.by
    return dt.datetime.now(dt.UTC) + _offset.by  # noqa: TID251 - the one module


class _Asked(FunctionElement[dt.datetime]):
    """The database's clock as a column; nothing where this machine's is the one."""

    inherit_cache = True
    type = UTCDateTime()


def asked() -> ColumnElement[dt.datetime]:
    """The time as a column of a statement that runs anyway: `told` makes of its value what `now` would return."""
    return _Asked()


def told(answer: dt.datetime | None) -> dt.datetime:
    """Aware UTC now, from the value of the column `asked`; None asks this machine's clock."""
    return now() if answer is None else answer + _offset.by


def advance(by: dt.timedelta) -> None:
    """Move the clock; for tests and the demo's seed only."""
    with _offset.lock:
        _offset.by += by


@contextmanager
def moved(by: dt.timedelta) -> Iterator[None]:
    """The clock moved by `by` for a while, then back where it was."""
    before = _offset.by
    advance(by)
    try:
        yield
    finally:
        with _offset.lock:
            _offset.by = before


@compiles(_Asked)
def _not_asked(_element: _Asked, _compiler: Any, **_options: Any) -> str:
    return "NULL"


@compiles(_Asked, "postgresql")
def _asked_of_postgresql(_element: _Asked, _compiler: Any, **_options: Any) -> str:
    return "clock_timestamp()"
