"""A database that is away or full: 503 with when to come back, one line in the log, no limit used up, health tells."""

import dataclasses
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import errors as postgresql
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from mentorhub.app import create_app
from mentorhub.foundation.database.outages import Outage
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.web import limits, outages
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for
from tests.support.postgres import APP, Cluster

NOW, LATER = "2030-01-01 00:00:00.000000", "2030-01-02 00:00:00.000000"

AWAY = OperationalError("SELECT 1", None, postgresql.AdminShutdown("a secret detail"))
FULL = OperationalError("SELECT 1", None, postgresql.DiskFull("a secret detail"))


@pytest.fixture
def failing() -> list[Exception]:
    """What the view at /page raises; nothing where it is empty."""
    return []


@pytest.fixture
def client(app: Flask, failing: list[Exception]) -> Iterator[FlaskClient]:
    """A running install, whose limits are on: three a minute."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    live = dataclasses.replace(settings_for("sqlite://"), testing=False)
    app.config["RATELIMIT_ENABLED"] = True
    limits.init_app(app, live)

    def fail() -> str:
        if failing:
            raise failing[0]
        return "done"

    app.add_url_rule("/page", "page", limiter.limit("3 per minute")(fail))
    yield app.test_client()
    limiter.enabled = False
    limiter.reset()


@pytest.mark.parametrize("error", [AWAY, FULL])
def test_an_outage_answers_503_with_a_plain_page(
    client: FlaskClient, failing: list[Exception], error: Exception
) -> None:
    failing.append(error)
    response = client.get("/page")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "MentorHub is not available just now</h1>" in response.text
    assert "secret" not in response.text


def test_what_failed_counts_against_no_limit(client: FlaskClient, failing: list[Exception]) -> None:
    failing.append(AWAY)
    assert {client.get("/page").status_code for _ in range(5)} == {503}
    failing.clear()
    assert [client.get("/page").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_many_failures_leave_one_line_and_no_trace(
    client: FlaskClient,
    failing: list[Exception],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing.append(AWAY)
    for _ in range(5):
        client.get("/page")
    monkeypatch.setattr(outages, "LOGGED_SECONDS", 0.0)
    client.get("/page")
    said = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in said] == [
        f"{Outage.AWAY} (AdminShutdown)",
        f"{Outage.AWAY} (AdminShutdown); 4 more since the last such line",
    ]
    assert not any(record.exc_info for record in said)


def test_another_error_keeps_its_trace_and_its_page(
    client: FlaskClient, failing: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    failing.append(ZeroDivisionError())
    assert client.get("/page").status_code == 500
    assert any(record.exc_info for record in caplog.records)


def test_health_tells_of_a_full_disk_for_a_minute(
    client: FlaskClient, failing: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health/ready").status_code == 200
    failing.append(FULL)
    client.get("/page")
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.get_json()["reason"]) == (503, str(Outage.FULL))
    assert client.get("/health/live").status_code == 200
    monkeypatch.setattr(outages, "SHOWN_SECONDS", 0.0)
    assert client.get("/health/ready").status_code == 200


@pytest.mark.one_database
def test_a_sqlite_file_that_is_full_answers_503_and_takes_up_again(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    file = tmp_path / "full.db"
    shutil.copy(migrated_sqlite, file)
    app = create_app(settings_for(f"sqlite:///{file}"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():

        @event.listens_for(db.engine, "connect")
        def limit(connection: sqlite3.Connection, _record: object) -> None:
            if is_full:
                connection.execute("PRAGMA max_page_count = 1")

        is_full = True
        client = app.test_client()
        counted = text("INSERT INTO rate_limit_hit VALUES (:key, :at, :later, 1)")

        def fill() -> str:
            with transaction(viewer=PUBLIC) as session:
                for number in range(500):
                    key = f"{number:064}"
                    session.execute(counted, {"key": key, "at": NOW, "later": LATER})
            return "kept"

        app.add_url_rule("/fill", view_func=fill)
        refused = client.get("/fill")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert client.get("/health/ready").get_json()["reason"] == str(Outage.FULL)
        is_full = False
        db.engine.dispose()
        assert client.get("/fill").text == "kept"
    dispose(app)


@pytest.mark.one_database
def test_a_postgresql_that_goes_away_answers_503_until_it_is_back(
    postgres: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    postgres.copy_database("migrated", "away")
    app = create_app(settings_for(postgres.url(APP, "away")))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    assert client.get("/programs/none").status_code == 404
    postgres.execute(
        "ALTER DATABASE away ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'",
    )
    answers = [client.get("/programs/none") for _ in range(4)]
    assert [one.status_code for one in answers] == [503] * 4
    assert {one.headers["Retry-After"] for one in answers} == {"30"}
    assert client.get("/health/ready").get_json()["reason"] == str(Outage.AWAY)
    said = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [(record.name, record.exc_info) for record in said] == [("mentorhub.database", None)]
    postgres.execute("ALTER DATABASE away ALLOW_CONNECTIONS true")
    assert client.get("/programs/none").status_code == 404
    dispose(app)
    postgres.drop_database("away")
