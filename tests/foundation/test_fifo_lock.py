"""Writers on SQLite wait in one line: first come, first served, nobody turned away, none beside another."""

import datetime as dt
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from mentorhub.app import create_app
from mentorhub.foundation.database.engines import FifoLock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import Busy
from mentorhub.foundation.findings import Finding
from tests.conftest import dispose, settings_for

THREADS = 12


def test_turns_are_had_in_the_order_they_were_asked_for() -> None:
    lock, order = FifoLock(), []
    threads = []

    def take(number: int) -> None:
        with lock:
            order.append(number)

    with lock:
        for number in range(THREADS):
            thread = threading.Thread(target=take, args=(number,))
            thread.start()
            threads.append(thread)
            _until_queued(lock, number + 2)
    for thread in threads:
        thread.join(5)
    assert order == list(range(THREADS))


def test_a_turn_is_given_back_after_an_error() -> None:
    lock = FifoLock()
    with pytest.raises(KeyError), lock:
        raise KeyError
    with lock:
        assert len(lock._waiting) == 1


def test_many_writers_on_one_sqlite_file_all_commit(migrated_sqlite: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(f"sqlite:///{file}"))

    def write(number: int) -> None:
        with app.app_context(), transaction(viewer=SYSTEM) as session:
            # A read first: an upgrade from read to write would fail here without the queue.
            before = session.query(Finding).count()
            time.sleep(0.005)
            session.add(_finding(f"{number}", after=before))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with app.app_context(), reading(viewer=SYSTEM) as session:
        # Nobody wrote beside another: each saw one row more than the last.
        assert sorted(int(row.detail) for row in session.query(Finding)) == list(range(THREADS))
    dispose(app)


def test_a_lock_not_had_in_time_is_busy(postgres_url: str) -> None:
    app = create_app(settings_for(postgres_url))
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.add(_finding("1", after=0))
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), transaction(viewer=SYSTEM) as session:
            session.query(Finding).with_for_update().one()
            locked.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(5)
    try:
        with app.app_context(), pytest.raises(Busy), transaction(viewer=SYSTEM) as session:
            session.connection().exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            session.query(Finding).with_for_update().one()
    finally:
        done.set()
        holder.join(5)
    dispose(app)


def test_another_database_error_is_not_called_busy(postgres_url: str) -> None:
    app = create_app(settings_for(postgres_url))
    with app.app_context():
        with pytest.raises(OperationalError), transaction(viewer=SYSTEM) as session:
            session.connection().exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        with transaction(viewer=PUBLIC) as session:
            assert session.query(Finding).count() == 0
        db.session.remove()
    dispose(app)


def _finding(subject: str, *, after: int) -> Finding:
    return Finding(
        kind="k",
        subject_type="t",
        subject_public_id=subject,
        detail=str(after),
        opened_at=dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC),
    )


def _until_queued(lock: FifoLock, count: int) -> None:
    for _ in range(500):
        if len(lock._waiting) == count:
            return
        time.sleep(0.01)
    pytest.fail("waited in vain")
