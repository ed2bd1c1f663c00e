"""Both databases: commits, rolls back, never nests, keeps UTC."""

import datetime as dt
import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from mentorhub.foundation.database.sessions import (
    leave_database,
    reading,
    snapshot,
    transaction,
    write_last,
)
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding, open_finding

FINDING = {
    "kind": "odd",
    "subject_type": "test",
    "subject_public_id": "1",
    "opened_at": dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC),
}
NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def test_an_error_does_not_say_what_was_written(in_app: Flask) -> None:
    with pytest.raises(DBAPIError) as told, transaction(viewer=SYSTEM) as session:
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "dear diary"})
    assert "dear diary" not in str(told.value)


def _plant() -> None:
    with transaction(viewer=SYSTEM) as session:
        open_finding(session, "odd", subject_type="test", subject_public_id="1", now=NOW)


def test_a_transaction_commits(in_app: Flask) -> None:
    _plant()
    with reading(viewer=SYSTEM) as session:
        found = session.scalars(select(Finding)).one()
    assert found.opened_at == NOW
    assert found.opened_at.tzinfo is dt.UTC


def test_an_error_rolls_everything_back(in_app: Flask) -> None:
    with pytest.raises(KeyError), transaction(viewer=SYSTEM) as session:
        open_finding(session, "odd", subject_type="test", subject_public_id="1", now=NOW)
        session.flush()
        raise KeyError
    assert db.session.scalars(select(Finding)).all() == []


def test_a_transaction_does_not_nest(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM), pytest.raises(RuntimeError, match="nest"):
        _plant()


def test_no_network_call_inside_a_transaction(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM), pytest.raises(RuntimeError, match="network"):
        leave_database()


def test_a_transaction_ends_the_open_read(in_app: Flask) -> None:
    db.session.scalars(select(Finding)).all()
    _plant()
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_a_naive_time_is_refused(in_app: Flask) -> None:
    with pytest.raises(Exception, match="naive"), transaction(viewer=SYSTEM) as session:
        naive = NOW.replace(tzinfo=None)
        session.add(Finding(kind="k", subject_type="t", subject_public_id="1", opened_at=naive))


def test_what_is_written_last_is_there_after_the_action(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        for number in ("1", "2"):
            write_last(session, Finding, **{**FINDING, "subject_public_id": number})
        assert session.scalars(select(Finding)).all() == []
    found = db.session.scalars(select(Finding).order_by(Finding.id)).all()
    assert [finding.subject_public_id for finding in found] == ["1", "2"]
    assert len({finding.public_id for finding in found}) == 2


def test_what_is_written_last_ends_with_its_action(in_app: Flask) -> None:
    with pytest.raises(KeyError), transaction(viewer=SYSTEM) as session:
        write_last(session, Finding, **FINDING)
        raise KeyError
    with transaction(viewer=SYSTEM):
        pass
    assert db.session.scalars(select(Finding)).all() == []


def test_nothing_is_written_last_outside_an_action(in_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="none is open"):
        write_last(db.session(), Finding, **FINDING)


def test_a_snapshot_sees_one_moment(in_app: Flask) -> None:
    with snapshot(viewer=SYSTEM) as session:
        count = select(func.count()).select_from(Finding)
        before = session.scalar(count)
        other = threading.Thread(target=_plant_elsewhere, args=(in_app,))
        other.start()
        other.join()
        assert session.scalar(count) == before == 0
    assert db.session.scalar(count) == 1


def test_a_snapshot_is_part_of_the_action_it_stands_in(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        open_finding(session, "odd", subject_type="test", subject_public_id="1", now=NOW)
        with snapshot(viewer=SYSTEM) as inner:
            assert len(inner.scalars(select(Finding)).all()) == 1
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_a_snapshot_in_a_snapshot_sees_the_same(in_app: Flask) -> None:
    with snapshot(viewer=SYSTEM) as outer, snapshot(viewer=SYSTEM) as inner:
        assert outer.connection() is inner.connection()
        rows = inner.execute(select(Finding.kind).execution_options(yield_per=10))
        assert rows.all() == []


def test_a_read_on_postgresql_leaves_no_transaction_open(in_app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    db.session.scalars(select(Finding)).all()
    driver = db.session.connection().connection.dbapi_connection
    assert driver is not None
    assert driver.info.transaction_status.name == "IDLE"


def _plant_elsewhere(app: Flask) -> None:
    with app.app_context():
        _plant()
        db.session.remove()


def test_postgresql_plans_for_rows_that_are_read_to_the_last(in_app: Flask) -> None:
    """A cursor's plan is else one for its first tenth: rows of a large notebook took ten times as long."""
    if db.engine.dialect.name != "postgresql":
        return
    with snapshot(viewer=SYSTEM) as session:
        assert session.scalar(text("SHOW cursor_tuple_fraction")) == "1"
