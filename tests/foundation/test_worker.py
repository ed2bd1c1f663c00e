"""The worker: runs what is due and what is woken, each lane by itself, and goes on where work is left."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from mentorhub.foundation import due_work, jobs, worker
from mentorhub.foundation.config import EXTENSION
from mentorhub.foundation.jobs import Jobs, PeriodicTask
from mentorhub.foundation.worker import Worker
from tests.conftest import settings_for

WAIT_SECONDS = 5


@pytest.fixture
def working(app: Flask) -> Iterator[tuple[Jobs, threading.Event]]:
    """Jobs under a running worker, and an event that each run sets."""
    ran = threading.Event()

    def run() -> int:
        ran.set()
        return 0

    made = _jobs(app, run)
    worker = Worker(made)
    worker.start()
    yield made, ran
    worker.stop()
    worker.wait()  # returns at once after stop
    assert not [thread for thread in threading.enumerate() if thread.name == "periodic-tasks"]


def test_a_worker_runs_what_is_due(working: tuple[Jobs, threading.Event]) -> None:
    assert working[1].wait(WAIT_SECONDS)


def test_a_woken_periodic_task_runs_before_its_interval(
    app: Flask, working: tuple[Jobs, threading.Event]
) -> None:
    made, ran = working
    assert ran.wait(WAIT_SECONDS)
    ran.clear()
    app.extensions[EXTENSION + "jobs"] = made
    with app.app_context():
        jobs.wake("tidy")
    assert ran.wait(WAIT_SECONDS)


def test_a_worker_goes_on_after_an_error_of_its_timer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, asked = threading.Event(), []

    def run() -> int:
        ran.set()
        return 0

    def due(_lane: str) -> list[str]:
        asked.append(1)
        if len(asked) == 1:
            raise OSError("the database is away")
        return ["tidy"]

    made = _jobs(app, run)
    monkeypatch.setattr(made, "due", due)
    monkeypatch.setattr(worker, "TICK_SECONDS", 0.01)
    working = Worker(made)
    working.start()
    assert ran.wait(WAIT_SECONDS)
    working.stop()


def test_what_is_left_is_gone_on_with_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    left, done = list(range(30)), threading.Event()

    def act(item: int) -> None:
        left.remove(item)
        if not left:
            done.set()

    monkeypatch.setattr(jobs, "RUN_SECONDS", 0)  # as if each item took a run's whole time
    made = _jobs(app, lambda: due_work.work_off(lambda: list(left), act), interval_seconds=3600)
    working = Worker(made)
    working.start()
    assert done.wait(4 * WAIT_SECONDS)
    working.stop()


def test_a_lane_that_waits_keeps_no_other_waiting(app: Flask) -> None:
    answered, ran = threading.Event(), threading.Event()

    def run() -> int:
        ran.set()
        return 0

    tasks = [
        PeriodicTask("asks", 60, lambda: int(not answered.wait(4 * WAIT_SECONDS)), "slow"),
        PeriodicTask("mail", 60, run, "mail"),
    ]
    working = Worker(Jobs(app, jobs.huey_for(settings_for("sqlite:///unused.db")), tasks))
    working.start()
    assert ran.wait(WAIT_SECONDS)
    answered.set()
    working.stop()


def test_a_worker_that_is_stopped_ends_after_the_item_it_is_at(app: Flask) -> None:
    begun, tried = threading.Event(), []

    def act(item: int) -> None:
        tried.append(item)
        begun.set()
        threading.Event().wait(0.2)

    made = _jobs(app, lambda: due_work.work_off(lambda: list(range(100)), act))
    working = Worker(made)
    working.start()
    assert begun.wait(WAIT_SECONDS)
    working.stop()
    assert len(tried) < 10
    assert not [thread for thread in threading.enumerate() if thread.name == "periodic-tasks"]


def _jobs(app: Flask, run: Callable[[], int], interval_seconds: int = 60) -> Jobs:
    huey = jobs.huey_for(settings_for("sqlite:///unused.db"))
    return Jobs(app, huey, [PeriodicTask("tidy", interval_seconds, run)])
