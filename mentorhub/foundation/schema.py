"""Migrations: which revision a database has, which is newest, and bringing it up to date."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import alembic.command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mentorhub.foundation.config import Settings, SettingsError
from mentorhub.foundation.database import db
from mentorhub.foundation.jobs import create_queue_tables

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def newest_revision() -> str:
    """The head of `migrations/versions`; there is exactly one."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current_revision() -> str | None:
    """The database's revision; None before the first migration. Raises `SQLAlchemyError` if unreachable."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_unmigrated() -> None:
    """Stops a start on a database that this code does not fit, naming the command to run."""
    if current_revision() != newest_revision():
        raise SettingsError("the database is not up to date; run: mentorhub upgrade")


def upgrade(settings: Settings) -> None:
    """Apply every migration; needs the role that owns the schema."""
    run(alembic.command.upgrade, "head")
    create_queue_tables(settings)


def run(command: Callable[..., Any], *arguments: Any) -> Any:
    """Run an alembic command against the current app's engine."""
    return command(_config(), *arguments)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
