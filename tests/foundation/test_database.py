"""One door to both databases: commits, rolls back, never nests, keeps UTC."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database import SYSTEM, db, leave_database, reading, transaction
from mentorhub.foundation.findings import Finding, open_finding

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


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
