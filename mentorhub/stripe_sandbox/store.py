"""Where the sandbox keeps everything: JSON documents in a SQLite file. Knows no Stripe rules."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Doc = dict[str, Any]

COLUMNS = """
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    parent TEXT, due_at INTEGER, doc TEXT NOT NULL,
    UNIQUE (id, account)
"""
TABLES = f"""
CREATE TABLE IF NOT EXISTS objects ({COLUMNS});
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (account, kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (parent, kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_due ON objects (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS answers (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE TABLE IF NOT EXISTS answers_v2 (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'delivered', 'failed', 'stopped')),
    due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, answer TEXT
);
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One connection behind one lock: every read and write happens inside `changing()`."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open `folder`/stripe_sandbox.sqlite3 (made if missing), or a store in memory."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        where = ":memory:" if folder is None else str(folder / "stripe_sandbox.sqlite3")
        self._connection = sqlite3.connect(where, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._let_accounts_choose_ids()
        self._connection.executescript(TABLES)
        self._lock = threading.RLock()
        self._is_open = False
        self.changed = threading.Event()  # set after each commit that changed something

    def _let_accounts_choose_ids(self) -> None:
        """Rebuild the table of a store of before, where all accounts together had one object of an id."""
        found = self._connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'objects' AND sql LIKE '%id TEXT NOT NULL UNIQUE%'"
        )
        if found.fetchone() is not None:
            self._connection.executescript(
                f"BEGIN; CREATE TABLE wider ({COLUMNS});"  # noqa: S608 - ours
                " INSERT INTO wider (seq, account, kind, id, parent, due_at, doc)"
                " SELECT seq, account, kind, id, parent, due_at, doc FROM objects;"
                " DROP TABLE objects; ALTER TABLE wider RENAME TO objects; COMMIT;"
            )

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the writer's lock and one transaction; commit at the end, roll back on an exception.

        Refuses to nest. Never make a network call inside.
        """
        with self._lock:
            if self._is_open:
                raise RuntimeError("the sandbox's transactions do not nest")
            self._connection.execute("BEGIN IMMEDIATE")
            self._is_open = True
            before = self._connection.total_changes
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            finally:
                self._is_open = False
            if self._connection.total_changes != before:
                self.changed.set()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def run(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Run one statement inside `changing()` and return its rows."""
        if not self._is_open:
            raise RuntimeError("use the sandbox's store inside changing()")
        return self._connection.execute(sql, values).fetchall()

    def put(
        self, doc: Doc, *, account: str, parent: str | None = None, due_at: int | None = None
    ) -> None:
        """Insert the document or replace the account's one with its id; at `due_at` a periodic task acts on it."""
        self.run(
            "INSERT INTO objects (account, kind, id, parent, due_at, doc) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id, account) DO UPDATE SET due_at = excluded.due_at, doc = excluded.doc,"
            " parent = coalesce(excluded.parent, parent)",
            account, doc["object"], doc["id"], parent, due_at, json.dumps(doc),
        )  # fmt: skip

    def get(self, kind: str, object_id: str, *, account: str) -> Doc | None:
        """Return the account's document of that kind and id, or None."""
        rows = self.run(
            "SELECT doc FROM objects WHERE id = ? AND kind = ? AND account = ?",
            object_id, kind, account,
        )  # fmt: skip
        return json.loads(rows[0]["doc"]) if rows else None

    def account_of(self, kind: str, object_id: str) -> str | None:
        """Return the account that holds the object, or None; for the pay page, which has no key."""
        rows = self.run("SELECT account FROM objects WHERE id = ? AND kind = ?", object_id, kind)
        return str(rows[0]["account"]) if rows else None

    def children(self, kind: str, parent: str) -> list[Doc]:
        """Return the documents put with that parent, oldest first."""
        rows = self.run(
            "SELECT doc FROM objects WHERE parent = ? AND kind = ? ORDER BY seq", parent, kind
        )
        return [json.loads(row["doc"]) for row in rows]

    def due(self, now: int) -> list[tuple[str, Doc]]:
        """Return (account, document) of everything whose `due_at` has come, earliest first."""
        rows = self.run(
            "SELECT account, doc FROM objects WHERE due_at <= ? ORDER BY due_at, seq", now
        )
        return [(row["account"], json.loads(row["doc"])) for row in rows]

    def page(
        self, kind: str, *, account: str, where: Mapping[str, Any], window: str, limit: int
    ) -> list[Doc]:
        """Return documents newest first: `where` maps an SQL condition to its value.

        `window` is the order. Both are written by the sandbox's modules, never by a request.
        """
        conditions = "".join(f" AND {condition}" for condition in where)
        rows = self.run(
            f"SELECT doc FROM objects WHERE account = ? AND kind = ?{conditions} {window} LIMIT ?",  # noqa: S608
            account, kind, *where.values(), limit,
        )  # fmt: skip
        return [json.loads(row["doc"]) for row in rows]

    def sequence(self, object_id: str, *, account: str, kind: str) -> int | None:
        """Return the place of an object in its lists, or None if there is no such object."""
        rows = self.run(
            "SELECT seq FROM objects WHERE id = ? AND account = ? AND kind = ?",
            object_id, account, kind,
        )  # fmt: skip
        return int(rows[0]["seq"]) if rows else None

    def setting(self, name: str, *, default: str) -> str:
        """Return a stored setting, or `default`."""
        rows = self.run("SELECT value FROM settings WHERE name = ?", name)
        return str(rows[0]["value"]) if rows else default

    def set_setting(self, name: str, *, value: str) -> None:
        """Store a setting."""
        self.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)
