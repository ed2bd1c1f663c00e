"""Which errors tell of a database that is away or full, by real ones where they can be had."""

import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import errors
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mentorhub.foundation import jobs
from mentorhub.foundation.database.outages import Outage, is_short_of_room, outage_of

Usage = namedtuple("Usage", "total used free")


def _error_of(url: str, *statements: str) -> BaseException:
    engine = create_engine(url)
    try:
        with pytest.raises(DBAPIError) as met, engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        return met.value
    finally:
        engine.dispose()


def test_a_server_that_is_not_there_is_away(tmp_path: Path) -> None:
    error = _error_of(f"postgresql+psycopg://nobody@/nowhere?host={tmp_path}", "SELECT 1")
    assert outage_of(error) is Outage.AWAY


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (errors.AdminShutdown, Outage.AWAY),
        (errors.CannotConnectNow, Outage.AWAY),
        (errors.TooManyConnections, Outage.AWAY),
        (errors.DiskFull, Outage.FULL),
        (errors.IoError, Outage.FULL),
        (errors.LockNotAvailable, None),
        (errors.DeadlockDetected, None),
        (errors.UniqueViolation, None),
        (errors.UndefinedTable, None),
    ],
)
def test_postgresql_says_it_by_its_code(error: type[psycopg.Error], outage: Outage | None) -> None:
    assert outage_of(error("said")) is outage
    assert outage_of(OperationalError("SELECT 1", None, error("said"))) is outage


def test_a_connection_lost_on_the_way_is_away() -> None:
    lost = DBAPIError("SELECT 1", None, psycopg.Error("lost"), connection_invalidated=True)
    assert outage_of(lost) is Outage.AWAY
    assert outage_of(PoolTimeout("no connection came free")) is Outage.AWAY


def test_a_full_sqlite_file_is_full(tmp_path: Path) -> None:
    error = _error_of(
        f"sqlite:///{tmp_path / 'small.db'}",
        "CREATE TABLE note (text)",
        "PRAGMA max_page_count = 2",
        "INSERT INTO note VALUES (zeroblob(100000))",
    )
    assert outage_of(error) is Outage.FULL


def test_a_sqlite_file_that_cannot_be_written_or_opened(tmp_path: Path) -> None:
    file = tmp_path / "there.db"
    sqlite3.connect(file).execute("CREATE TABLE note (text)")
    read_only = f"sqlite:///file:{file}?mode=ro&uri=true"
    assert outage_of(_error_of(read_only, "INSERT INTO note VALUES (1)")) is Outage.FULL
    absent = f"sqlite:///{tmp_path / 'no' / 'where.db'}"
    assert outage_of(_error_of(absent, "SELECT 1")) is Outage.AWAY


def test_an_error_of_the_statement_is_no_outage(tmp_path: Path) -> None:
    error = _error_of(f"sqlite:///{tmp_path / 'a.db'}", "SELECT * FROM nothing")
    assert outage_of(error) is None
    assert outage_of(ZeroDivisionError()) is None
    assert outage_of(None) is None


def test_a_disk_with_hardly_any_package_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    for free, is_short in ((15 * 1024 * 1024, True), (17 * 1024 * 1024, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder, left=free: Usage(0, 0, left))
        assert is_short_of_room(engine) is is_short
        assert not is_short_of_room(create_engine("sqlite://"))


def test_a_periodic_task_that_met_an_outage_leaves_one_line(
    in_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def run() -> int:
        raise OperationalError("SELECT 1", None, errors.AdminShutdown("said"))

    install = in_app.extensions["mentorhub.jobs"]
    install.take([jobs.PeriodicTask("away", 60, run)])
    install.run("away")
    (line,) = [record for record in caplog.records if record.name == jobs.log.name]
    assert line.getMessage() == f"periodic task away failed: {Outage.AWAY}"
    assert not line.exc_info
