"""The one source of time: aware UTC, the database's own clock on PostgreSQL, moved only for a while."""

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.conftest import dispose, settings_for


def test_now_is_aware_utc_and_near_this_machines(in_app: Flask) -> None:
    found = clock.now()
    assert found.tzinfo is dt.UTC
    assert abs(found - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_a_moved_clock_comes_back(in_app: Flask) -> None:
    before = clock.now()
    with clock.moved(dt.timedelta(days=3)):
        assert dt.timedelta(days=3) <= clock.now() - before < dt.timedelta(days=3, seconds=5)
    assert clock.now() - before < dt.timedelta(seconds=5)


def test_a_moved_clock_comes_back_after_an_error(in_app: Flask) -> None:
    before = clock.now()
    with pytest.raises(KeyError), clock.moved(dt.timedelta(days=-3)):
        clock.advance(dt.timedelta(days=1))
        raise KeyError
    assert abs(clock.now() - before) < dt.timedelta(seconds=5)


def test_advances_add_up(in_app: Flask) -> None:
    before = clock.now()
    clock.advance(dt.timedelta(hours=1))
    clock.advance(dt.timedelta(hours=2))
    assert clock.now() - before >= dt.timedelta(hours=3)


def test_time_goes_on_inside_a_postgresql_transaction(postgres_url: str) -> None:
    app = create_app(settings_for(postgres_url))
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(text("SELECT 1"))
        first, second = clock.now(), clock.now()
        assert second > first
        assert session.scalar(text("SELECT now()")) < first
    dispose(app)


def test_postgresqls_clock_is_asked_not_this_machines(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings_for(postgres_url))
    told = dt.datetime(2031, 5, 1, 12, tzinfo=dt.UTC)
    with app.app_context():
        monkeypatch.setattr(db.session, "scalar", lambda _statement: told)
        assert clock.now() == told
        monkeypatch.undo()
    dispose(app)


def test_sqlites_clock_asks_no_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}"))
    with app.app_context():
        monkeypatch.setattr(db.session, "scalar", lambda _statement: pytest.fail("asked"))
        clock.now()
    dispose(app)
