"""What a database holds, as a checksum of each table: read again only once something was written."""

import hashlib
import sqlite3
import weakref

from flask import Flask
from sqlalchemy import text

from mentorhub.foundation.database.tables import db

Sums = dict[str, str]
_known: weakref.WeakKeyDictionary[Flask, "_Known"] = weakref.WeakKeyDictionary()


def tables(app: Flask) -> Sums:
    """A checksum of all rows of each table, as last committed."""
    if app not in _known:
        _known[app] = _Known(app)
    return _known[app].sums()


def changed(app: Flask, before: Sums) -> list[str]:
    """The tables that are no longer as they were."""
    return [name for name, sum_ in tables(app).items() if sum_ != before[name]]


class _Known:
    """The checksums of one app's database, and its count of writes when they were made: the same while that stands."""

    def __init__(self, app: Flask) -> None:
        self._app, self._sums, self._writes = weakref.proxy(app), dict[str, str](), ""
        with app.app_context():
            file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
        # SQLite counts what others write than the connection that asks: this one reads only.
        self._watching = sqlite3.connect(file, check_same_thread=False) if file else None
        if self._watching:
            weakref.finalize(app, self._watching.close)

    def sums(self) -> Sums:
        writes = self._count()
        if writes != self._writes:
            self._sums, self._writes = self._read(), writes
        return dict(self._sums)

    def _count(self) -> str:
        """Moves with whatever is written; on PostgreSQL now and then without."""
        if self._watching:
            return str(self._watching.execute("PRAGMA data_version").fetchone())
        with self._app.app_context(), db.engine.connect() as connection:
            return str(connection.scalar(text("SELECT pg_current_wal_insert_lsn()")))

    def _read(self) -> Sums:
        with self._app.app_context(), db.engine.connect() as connection:
            return {
                name: hashlib.sha256(
                    repr(
                        connection.execute(text(f"SELECT * FROM {name} ORDER BY 1")).all()
                    ).encode()
                ).hexdigest()
                for name in db.metadata.tables
            }
