"""An upgrade beside somebody who holds a lock: tells who, tries again for a while, then says so and changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from mentorhub.app import opened
from mentorhub.cli.main import main
from mentorhub.foundation import schema
from mentorhub.foundation.config import Settings
from tests.conftest import TEMPLATE, settings_for
from tests.support.postgres import OWNER, Cluster

SECRET = "what somebody wrote"


@pytest.fixture
def settings(postgres: Cluster) -> Iterator[Settings]:
    """A migrated PostgreSQL, as the role that owns it."""
    postgres.copy_database(TEMPLATE, "locked")
    yield settings_for(postgres.url(OWNER, "locked"))
    postgres.drop_database("locked")


@pytest.fixture
def holder(settings: Settings) -> Iterator[psycopg.Connection]:
    """A session that has locked the table of revisions, in a transaction that it leaves open."""
    with psycopg.connect(settings.database_url, application_name="a reader") as connection:
        connection.execute("LOCK TABLE alembic_version")
        connection.execute(f"SELECT '{SECRET}'".encode())
        yield connection


def test_who_holds_the_lock_is_named_without_what_they_ask(
    settings: Settings, holder: psycopg.Connection
) -> None:
    with opened(settings), pytest.raises(schema.DatabaseInUse) as told:
        schema.upgrade(settings, patience_seconds=0)
    said = str(told.value)
    for word in (f"pid {holder.info.backend_pid}", "a reader", OWNER, "idle in transaction", "UTC"):
        assert word in said
    assert "SELECT" not in said
    assert SECRET not in said


def test_an_upgrade_goes_on_once_the_lock_is_free(
    settings: Settings, holder: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "PAUSE_SECONDS", 0)
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        holder.rollback()

    with opened(settings):
        schema.upgrade(settings, say=tell)
    (line,) = told
    assert line.startswith(f"waiting for a lock; it is held by pid {holder.info.backend_pid} (")


def test_another_error_is_not_taken_for_a_lock(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, psycopg.errors.AdminShutdown("ended"))

    monkeypatch.setattr(schema, "run", away)
    with opened(settings), pytest.raises(OperationalError):
        schema.upgrade(settings)


def test_the_command_says_it_in_two_lines_and_ends_with_a_status_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "hub.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        environment = {
            "MENTORHUB_DATABASE_URL": f"sqlite:///{file}",
            "MENTORHUB_SECRET_KEY": "a secret key for tests, 32 bytes or more",
            "MENTORHUB_BASE_URL": "http://localhost:8000",
            "MENTORHUB_MAIL_URL": "smtp://127.0.0.1:9",
            "STRIPE_SECRET_KEY": "sk_test_sandbox",
            "STRIPE_WEBHOOK_SECRET": "whsec_sandbox",
        }
        done = CliRunner().invoke(main, ["upgrade", "--wait", "0"], env=environment)
        assert (done.exit_code, done.stderr.splitlines()) == (
            75,
            [
                "mentorhub: the database is in use, and nothing was changed. "
                f"The lock is held by another process that writes to {file}.",
                "mentorhub: End that first, or run this again later.",
            ],
        )
        writer.execute("ROLLBACK")
        assert CliRunner().invoke(main, ["upgrade"], env=environment).exit_code == 0
