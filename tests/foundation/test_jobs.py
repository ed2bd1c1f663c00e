"""Periodic tasks: run when due or woken, their outcome recorded, one bad run never stopping the rest."""

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import select

from mentorhub.foundation import clock, due_work, jobs
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.jobs import Jobs, PeriodicTask, TaskRun
from tests.conftest import settings_for

WAIT_SECONDS = 5


def test_a_run_records_its_success_and_backlog(app: Flask) -> None:
    _jobs(app, lambda: 7).run("tidy")
    row = _row(app)
    assert (row.backlog, row.failures, row.last_error) == (7, 0, "")
    assert row.last_success_at == row.last_started_at


def test_a_failure_is_recorded_and_not_raised(app: Flask) -> None:
    made = _jobs(app, lambda: 1 // 0)
    made.run("tidy")
    made.run("tidy")
    row = _row(app)
    assert (row.failures, row.last_error, row.last_success_at) == (2, "ZeroDivisionError", None)


def test_a_failure_inside_a_transaction_is_recorded_too(app: Flask) -> None:
    def fail_inside() -> int:
        with transaction(viewer=SYSTEM):
            raise KeyError

    _jobs(app, fail_inside).run("tidy")
    assert _row(app).last_error == "KeyError"


def test_a_success_clears_the_failures(app: Flask) -> None:
    outcomes = iter([0, 1])
    made = _jobs(app, lambda: 1 // next(outcomes))
    made.run("tidy")
    made.run("tidy")
    assert (_row(app).failures, _row(app).last_error) == (0, "")


def test_a_periodic_task_is_due_again_after_its_interval(app: Flask) -> None:
    made = _jobs(app, lambda: 0)
    assert made.due() == ["tidy"]
    made.run("tidy")
    assert made.due() == []
    clock.advance(dt.timedelta(seconds=61))
    assert made.due() == ["tidy"]


def test_a_periodic_task_that_was_cut_short_is_due_at_once_until_it_has_ended(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [1, 2, 3]
    made = _jobs(app, lambda: due_work.work_off(lambda: list(left), left.remove))
    monkeypatch.setattr(jobs, "RUN_SECONDS", 0)
    made.run("tidy")
    assert (made.due(), _row(app).backlog) == (["tidy"], 2)
    monkeypatch.setattr(jobs, "RUN_SECONDS", 60)
    made.run("tidy")
    assert (made.due(), _row(app).backlog, left) == ([], 0, [])


def test_a_periodic_task_that_is_woken_while_it_runs_is_due_again(app: Flask) -> None:
    made: Jobs

    def run() -> int:
        made.run("tidy")  # returns at once
        return 0

    made = _jobs(app, run)
    made.run("tidy")
    assert made.due() == ["tidy"]


def test_who_started_longest_ago_comes_first_and_lanes_keep_apart(app: Flask) -> None:
    huey = jobs.huey_for(settings_for("sqlite:///unused.db"))
    tasks = [PeriodicTask(name, 1, lambda: 0) for name in ("a", "b", "c")]
    made = Jobs(app, huey, [*tasks, PeriodicTask("mail", 1, lambda: 0, "mail")])
    for name in ("b", "a"):
        made.run(name)
    clock.advance(dt.timedelta(seconds=2))
    assert (made.lanes, made.due(""), made.due("mail")) == (["", "mail"], ["c", "b", "a"], ["mail"])


def test_a_start_writes_the_intervals(app: Flask) -> None:
    _jobs(app, lambda: 0).write_intervals()
    assert (_row(app).interval_seconds, _row(app).last_started_at) == (60, None)
    _jobs(app, lambda: 0, interval_seconds=5).write_intervals()
    assert _row(app).interval_seconds == 5


@pytest.mark.parametrize(("seconds", "is_late"), [(0, False), (238, False), (242, True)])
def test_a_periodic_task_is_late_after_three_intervals_and_a_minute(
    app: Flask, seconds: int, is_late: bool
) -> None:
    made = _jobs(app, lambda: 0)
    made.write_intervals()
    for _ in range(2):  # one that never succeeded counts from its start, then from its last success
        with app.app_context(), clock.moved(dt.timedelta(seconds=seconds)):
            assert jobs.late_tasks(now=clock.now()) == (["tidy"] if is_late else [])
        made.run("tidy")


def test_a_periodic_task_that_nobody_knows_the_start_of_is_late(app: Flask) -> None:
    assert TaskRun(name="old", interval_seconds=60).is_late(dt.datetime(2026, 3, 1, tzinfo=dt.UTC))


def test_a_periodic_task_that_is_no_more_is_not_waited_for(app: Flask) -> None:
    _jobs(app, lambda: 0).write_intervals()
    huey = jobs.huey_for(settings_for("sqlite:///unused.db"))
    Jobs(app, huey, [PeriodicTask("another", 60, lambda: 0)]).write_intervals()
    assert _row(app).name == "another"


def test_a_periodic_task_runs_one_at_a_time(app: Flask) -> None:
    together, most = [0], [0]
    guard = threading.Lock()

    def count() -> int:
        with guard:
            together[0] += 1
            most[0] = max(most[0], together[0])
        threading.Event().wait(0.05)
        with guard:
            together[0] -= 1
        return 0

    made = _jobs(app, count)
    threads = [threading.Thread(target=made.run, args=("tidy",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert most == [1]


def test_the_queue_is_beside_its_database(tmp_path: Path, postgres_url: str) -> None:
    sqlite, postgresql = (
        jobs.huey_for(_not_testing(url)) for url in (f"sqlite:///{tmp_path}/hub.db", postgres_url)
    )
    assert isinstance(sqlite, SqliteHuey)
    assert (tmp_path / "hub.jobs.db").exists()
    assert isinstance(postgresql, PostgresHuey)


def _jobs(app: Flask, run: Callable[[], int], interval_seconds: int = 60) -> Jobs:
    huey = jobs.huey_for(settings_for("sqlite:///unused.db"))
    return Jobs(app, huey, [PeriodicTask("tidy", interval_seconds, run)])


def _not_testing(url: str) -> Settings:
    return dataclasses.replace(settings_for(url), testing=False)


def _row(app: Flask) -> TaskRun:
    with app.app_context():
        row = db.session.scalars(select(TaskRun)).one()
        db.session.expunge(row)
        return row
