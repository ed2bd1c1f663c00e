"""Who holds the locks that a migration waits for: seen from a second connection while it waits.

Never what they ask: a statement can hold what people wrote.
"""

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Row, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mentorhub.foundation.database.tables import db

log = logging.getLogger(__name__)
POLL_SECONDS = 0.25
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code when lock_timeout ran out
# The state and the times of other roles' sessions are shown only to members of pg_read_all_stats.
HOLDERS = text("""
    SELECT a.pid, a.application_name, a.usename, a.state, coalesce(a.xact_start, a.backend_start) AS since
    FROM pg_stat_activity a
    WHERE a.pid IN (
        SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity w
        WHERE w.datname = current_database() AND w.usename = session_user
    ) ORDER BY a.pid
""")


def is_about_a_lock(error: OperationalError) -> bool:
    """Whether the database answered, and only a lock was not had in time."""
    if db.engine.dialect.name == "sqlite":
        return "locked" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


class Holders:
    """Those seen last, in words."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __str__(self) -> str:
        if db.engine.dialect.name == "sqlite":
            return f"another process that writes to {db.engine.url.database}"
        return "; ".join(self.said) or "a session that has ended meanwhile"


@contextmanager
def watched() -> Iterator[Holders]:
    """Who holds a lock that is waited for inside."""
    holders, done = Holders(), threading.Event()
    if db.engine.dialect.name == "sqlite":
        yield holders
        return
    engine = db.engine

    def poll() -> None:
        try:
            with engine.connect() as connection:
                while not done.wait(POLL_SECONDS):
                    said = [_said(row) for row in connection.execute(HOLDERS)]
                    holders.said = said or holders.said
        except SQLAlchemyError as error:
            log.warning("the holder of the lock is not known: %s", type(error).__name__)

    thread = threading.Thread(target=poll, name="lock-holders", daemon=True)
    thread.start()
    try:
        yield holders
    finally:
        done.set()
        thread.join()


def _said(row: Row[tuple[int, str, str, str | None, dt.datetime | None]]) -> str:
    since = f"since {row.since.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if row.since else ""
    known = (row.application_name, f"role {row.usename}", row.state, since)
    return f"pid {row.pid} ({', '.join(word for word in known if word)})"
