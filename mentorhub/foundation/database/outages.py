"""What is wrong with the database itself, whatever was asked of it: it is away, or has no room left."""

import shutil
import sqlite3
from enum import StrEnum
from pathlib import Path

import psycopg
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

ROOM_MIN = 16 * 1024 * 1024  # bytes; with less beside it, a SQLite file is as good as full
# PostgreSQL's documentation, appendix A, by code or class:
# connections lost or refused, the server stopping or starting, too many connections;
_AWAY = ("08", "57P01", "57P02", "57P03", "57P05", "53300", "25P03")
# the disk full or failing, memory gone, a limit that was set, a server that only reads (a standby).
_FULL = ("53100", "53200", "53400", "58030", "25006")
# SQLite: the disk is full, fails, or is read-only; the file cannot be opened.
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})


class Outage(StrEnum):
    """In words for an operator; nothing secret."""

    AWAY = "the database does not answer"
    FULL = "the database cannot be written to: its disk is full, failing or read-only"


def outage_of(error: BaseException | None) -> Outage | None:
    """Which outage an error means, SQLAlchemy's or a driver's own; None for an error of anything else."""
    if isinstance(error, PoolTimeout):
        return Outage.AWAY
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return Outage.AWAY
        return outage_of(error.orig)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, psycopg.OperationalError):
        return _of_postgresql(error.sqlstate)
    return None


def is_short_of_room(engine: Engine) -> bool:
    """Whether a SQLite file could not grow much more; PostgreSQL's disk cannot be seen from here."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return False
    return shutil.disk_usage(Path(file).parent).free < ROOM_MIN


def _of_postgresql(state: str | None) -> Outage | None:
    if state is None:  # no server answered, so there is no code
        return Outage.AWAY
    if state.startswith(_FULL):
        return Outage.FULL
    return Outage.AWAY if state.startswith(_AWAY) else None


def _of_sqlite(error: sqlite3.Error) -> Outage | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says which kind of it
    if code in _SQLITE_FULL:
        return Outage.FULL
    return Outage.AWAY if code == sqlite3.SQLITE_CANTOPEN else None
