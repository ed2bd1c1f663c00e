"""A connection that another test's app has used is as a new one: no viewer, no transaction, no lock, and it answers."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text

from mentorhub.foundation.database.engines import engine_options, prepare_engine
from mentorhub.foundation.database.viewers import SYSTEM, asking_for, asking_for_nobody
from tests.support.kept_connections import KeptConnections

PID = text("SELECT pg_backend_pid()")
VIEWER = text("SELECT current_setting('app.viewer', true)")


@pytest.fixture
def kept() -> Iterator[KeptConnections]:
    """Others than the tests' own."""
    made = KeptConnections()
    yield made
    made.close()


@contextmanager
def _engine(kept: KeptConnections, url: str) -> Iterator[Engine]:
    made = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), **engine_options(url))
    prepare_engine(made)
    kept.serve(made)
    try:
        yield made
    finally:
        made.dispose()


def test_the_next_engine_goes_on_with_it_and_asks_for_nobody(
    kept: KeptConnections, postgres_url: str
) -> None:
    with _engine(kept, postgres_url) as first, first.connect() as connection, asking_for(SYSTEM):
        assert connection.scalar(VIEWER) == "system"
        connection.execute(text("SET lock_timeout = 1; SELECT pg_advisory_lock(7)"))
        pid = connection.scalar(PID)
    assert kept.idle_pids() == [pid]
    with (
        _engine(kept, postgres_url) as second,
        second.connect() as connection,
        asking_for_nobody(),
    ):
        assert kept.idle_pids() == []
        assert connection.scalar(PID) == pid
        assert not connection.scalar(VIEWER)
        assert connection.scalar(text("SHOW lock_timeout")) == "3s"
        assert (
            connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
            == 0
        )


def test_what_was_not_committed_is_gone(kept: KeptConnections, postgres_url: str) -> None:
    with _engine(kept, postgres_url) as first:
        left = first.raw_connection()
        left.cursor().execute("BEGIN; CREATE TEMP TABLE left_over (id int)")
        left.detach()  # so that nobody rolls it back
        assert left.dbapi_connection is not None
        first.dialect.do_close(left.dbapi_connection)
    with _engine(kept, postgres_url) as second, second.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('left_over')")) is None


def test_one_that_was_lost_is_not_kept(kept: KeptConnections, postgres_url: str) -> None:
    with _engine(kept, postgres_url) as first, first.connect() as connection:
        pid = connection.scalar(PID)
        with psycopg.connect(postgres_url) as other:
            other.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])
    assert kept.idle_pids() == []
    with _engine(kept, postgres_url) as second, second.connect() as connection:
        assert connection.scalar(PID) != pid


def test_another_address_has_connections_of_its_own(
    kept: KeptConnections, postgres_url: str
) -> None:
    with _engine(kept, postgres_url) as first, first.connect() as connection:
        pid = connection.scalar(PID)
    with _engine(kept, f"{postgres_url}&application_name=other") as second, second.connect() as one:
        assert one.scalar(PID) != pid
