"""Engines: options, pragmas, and on SQLite the queue of writers."""

import threading
from collections import deque
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from mentorhub.foundation.database.viewers import send_viewers

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")
POSTGRESQL_OPTIONS = (
    "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
    # A statement that the driver has prepared is planned once: planning one takes longer than running it.
    " -c plan_cache_mode=force_generic_plan"
    # Rows that are streamed are read to the last: a plan for the first tenth of them takes many times as long.
    " -c cursor_tuple_fraction=1"
)


# A server that has gone without a word is given up within seconds; unset, libpq waits for minutes.
POSTGRESQL_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}

IN_ERRORS = {"hide_parameters": True}  # what people wrote does not belong into an error's line


class FifoLock:
    """A first-in-first-out lock: `threading.Lock` promises no order, and a line must keep its own."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            if len(self._waiting) == 1:
                mine.set()
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


def engine_options(url: str) -> dict[str, Any]:
    """Pool and connection options: 6 + 2 connections to PostgreSQL, since one hot row gets no faster with more."""
    if url.startswith("sqlite"):
        return {**IN_ERRORS, "connect_args": {"timeout": 5, "check_same_thread": False}}
    return {
        **IN_ERRORS,
        "pool_size": 6,
        "max_overflow": 2,
        "pool_timeout": 30,
        "pool_pre_ping": False,
        "isolation_level": "AUTOCOMMIT",
        "pool_recycle": 1800,
        "connect_args": {"options": POSTGRESQL_OPTIONS, **POSTGRESQL_PATIENCE},
    }


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine its pragmas, its explicit BEGIN and its queue of writers; pass the viewers to PostgreSQL."""
    if hasattr(engine, "mentorhub_fifo_lock"):
        return
    if engine.dialect.name != "sqlite":
        engine.mentorhub_fifo_lock = None  # type: ignore[attr-defined]
        send_viewers(engine)
        return
    engine.mentorhub_fifo_lock = FifoLock()  # type: ignore[attr-defined]
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver opens no transaction by itself; `_begin` does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("mentorhub_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
