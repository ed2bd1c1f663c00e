"""Migrations: bringing a database up to date. Which revision it has is asked in `revisions`."""

import time
from collections.abc import Callable
from typing import Any

import alembic.command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from mentorhub.foundation.config import Settings
from mentorhub.foundation.jobs import create_queue_tables
from mentorhub.foundation.lock_holders import is_about_a_lock, watched
from mentorhub.foundation.revisions import MIGRATIONS

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 2.0  # those who queued behind the lock that was not had get their turn


class DatabaseInUse(Exception):  # noqa: N818 - an answer, as refusals are
    """Somebody holds what a migration has to change; says who. Nothing was changed."""


def upgrade(
    settings: Settings,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    say: Callable[[str], object] = lambda _line: None,
) -> None:
    """Apply every migration, all or none; needs the role that owns the schema.

    Waits for a lock 3 s at a time (5 s on SQLite), since all who read queue behind whoever waits to change a table;
    after each failed try, `say` gets a line on who holds it, for `patience_seconds`. Raises `DatabaseInUse`.
    """
    ends = time.monotonic() + patience_seconds
    while True:
        with watched() as holders:
            try:
                run(alembic.command.upgrade, "head")
                create_queue_tables(settings)
            except OperationalError as error:
                if not is_about_a_lock(error):
                    raise
            else:
                return
        if time.monotonic() >= ends:
            raise DatabaseInUse(str(holders))
        say(f"waiting for a lock; it is held by {holders}")
        time.sleep(PAUSE_SECONDS)


def run(command: Callable[..., Any], *arguments: Any) -> Any:
    """Run an alembic command against the current app's engine."""
    return command(_config(), *arguments)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
