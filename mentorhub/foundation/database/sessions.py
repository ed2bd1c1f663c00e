"""Whom the database is asked for, and how: `transaction`, `reading`, `snapshot`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mentorhub.foundation.database.bulk import INSERTED, insert_rows
from mentorhub.foundation.database.deletion import hide_deleted
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import Viewer, asking_for
from mentorhub.foundation.errors import Busy

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code when lock_timeout ran out
hide_deleted(db.session)


@contextmanager
def transaction(*, viewer: Viewer) -> Iterator[Session]:
    """One action: commits at the end, rolls back on any error, refuses to nest.

    Ends the open read first. On SQLite waits its turn in a first-in-first-out queue, then takes the
    write lock at once (an upgrade from read to write would fail). Raises `Busy` when a lock was not had
    in time: 3 s on PostgreSQL, 5 s on SQLite, where only another process can hold it.
    """
    session = db.session()
    if "viewer" in session.info:
        raise RuntimeError("a transaction does not nest: an action never calls another action")
    session.rollback()
    with _lock(session), asking_for(viewer):
        session.info["viewer"] = viewer
        try:
            session.connection(execution_options=_writing())
            yield session
            _write_last(session)
            session.commit()
        except OperationalError as error:
            _roll_back(session)
            if _is_locked(error.orig):
                raise Busy from error
            raise
        except BaseException:
            _roll_back(session)
            raise
        finally:
            session.info.clear()


def write_last(session: Session, table: type["Model"], **values: Any) -> None:
    """Insert a row that its action does not read again, at the end of the transaction: all of a table at once.

    A rush writes thousands; as objects each would cost more than all else that is done for an arrival. Of rows with
    the same value in the table's `__once__` column, only the first is stored.
    """
    if "viewer" not in session.info:
        raise RuntimeError("written at the end of a transaction, and none is open")
    session.info.setdefault("last", {}).setdefault(table, []).append(values)


@contextmanager
def reading(*, viewer: Viewer) -> Iterator[Session]:
    """Reads on behalf of `viewer`; inside a transaction, part of it.

    On PostgreSQL each statement stands by itself (AUTOCOMMIT): at READ COMMITTED it sees the same, a page costs
    neither BEGIN nor ROLLBACK, and the driver's prepared statements stay valid, which a ROLLBACK discards.
    """
    session = db.session()
    inside: Viewer = session.info.get("viewer", viewer)
    session.info["reader"] = inside
    with asking_for(inside):
        yield session


@contextmanager
def snapshot(*, viewer: Viewer) -> Iterator[Session]:
    """As `reading`, but as of one point in time, and rows may be streamed; inside another snapshot, part of it."""
    session = db.session()
    if session.in_transaction() and _is_one_moment(session):
        with reading(viewer=viewer):
            yield session
        return
    session.rollback()
    try:
        session.connection(execution_options=_at_one_moment())
        with reading(viewer=viewer):
            yield session
    finally:
        session.rollback()


def leave_database() -> None:
    """Before a network call: ends the open read; raises inside a transaction, where none may be made."""
    session = db.session()
    if "viewer" in session.info:
        raise RuntimeError("no network call inside a transaction")
    session.rollback()


def _roll_back(session: Session) -> None:
    """Forgets also what `insert_new` made, which SQLAlchemy takes for stored rows: their keys are free again."""
    made = session.info.get(INSERTED, [])
    session.rollback()
    for one in made:
        if one in session:
            session.expunge(one)


def _is_locked(error: BaseException | None) -> bool:
    """Whether another writer held on for too long: on SQLite that is one of another process."""
    if isinstance(error, sqlite3.Error):
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _writing() -> dict[str, Any]:
    return {"mentorhub_write": True} if _is_sqlite() else {"isolation_level": "READ COMMITTED"}


def _at_one_moment() -> dict[str, Any]:
    return {} if _is_sqlite() else {"isolation_level": "REPEATABLE READ"}


def _is_one_moment(session: Session) -> bool:
    """Whether what is open is a transaction or a snapshot: on SQLite a read is one, too."""
    return _is_sqlite() or "isolation_level" in session.connection().get_execution_options()


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _write_last(session: Session) -> None:
    session.flush()  # what they point at comes before
    for table, rows in session.info.get("last", {}).items():
        insert_rows(session, table.__table__, rows, once=getattr(table, "__once__", ""))


def _lock(session: Session) -> Any:
    return getattr(session.get_bind(), "mentorhub_fifo_lock", None) or nullcontext()
