"""Migrations: bringing a database up to date. Which revision it has is asked in `revisions`."""

from collections.abc import Callable
from typing import Any

import alembic.command
from alembic.config import Config

from mentorhub.foundation.config import Settings
from mentorhub.foundation.jobs import create_queue_tables
from mentorhub.foundation.revisions import MIGRATIONS


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
