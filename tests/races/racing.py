"""Actions at the same moment: in threads of one app, or in processes that each have their own; and what is left."""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.app import create_app
from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.config import Settings, settings
from mentorhub.foundation.database.tables import db
from tests.conftest import dispose, settings_for
from tests.support.factories import Scene

PROCESS_STARTS_WITHIN = 120
_spawning = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Action:
    """A module’s function and its arguments, which another process can receive."""

    act: Callable[..., object]
    given: tuple[object, ...] = ()
    named: tuple[tuple[str, object], ...] = ()

    def __call__(self) -> None:
        self.act(*self.given, **dict(self.named))


def at_once(app: Flask, actions: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Run every action in its own thread at the same moment; returns what went wrong."""
    start, failures = threading.Barrier(len(actions)), list[BaseException]()

    def run(action: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                action()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


def in_processes(app: Flask, works: Sequence[Sequence[Action]]) -> list[str]:
    """Run each list of actions in a process of its own, all beginning at once; returns the refusals' names."""
    shared = _settings(app)
    start = _spawning.Barrier(len(works))
    answers: Any = _spawning.Queue()
    given = (shared.database_url, shared.stripe_api_base)
    processes = [
        _spawning.Process(target=_work, args=(*given, list(actions), start, answers))
        for actions in works
    ]
    for process in processes:
        process.start()
    refusals = [name for _ in processes for name in answers.get(timeout=PROCESS_STARTS_WITHIN)]
    for process in processes:
        process.join(PROCESS_STARTS_WITHIN)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    return refusals


def submit_form(scene: Scene, number: int) -> Action:
    """Somebody submits the form and is placed."""
    return Action(_submit_form, (scene.cohort_id, number))


def arrive(scene: Scene, number: int) -> Action:
    """Somebody arrives without the line's lock, and is placed then."""
    return Action(_arrive, (scene.cohort_id, number))


def seated(app: Flask) -> list[Enrolment]:
    """Who has a seat, by place."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(Enrolment)
                .where(Enrolment.seat_number.is_not(None))
                .order_by(Enrolment.place)
            )
        )


def offenders(app: Flask) -> dict[str, list[str]]:
    """Every invariant that is broken, with its offenders."""
    with app.app_context():
        return {name: found for name, found in audit.run().items() if found}


def _settings(app: Flask) -> Settings:
    with app.app_context():
        return settings()


def _submit_form(cohort_id: int, number: int) -> None:
    applicant = arrivals.Applicant(f"Person {number}", f"p{number}@example.org")
    arrivals.take_place_again(cohort_id, applicant=applicant)


def _arrive(cohort_id: int, number: int) -> None:
    applicant = arrivals.Applicant(f"Person {number}", f"p{number}@example.org")
    arrivals.arrive(cohort_id, applicant=applicant)
    arrivals.allocate_cohort(cohort_id)


def _work(
    database_url: str, stripe_api_base: str, actions: list[Action], start: Barrier, answers: Any
) -> None:
    app = create_app(settings_for(database_url, stripe_api_base=stripe_api_base))
    refusals = []
    with app.app_context():
        start.wait(PROCESS_STARTS_WITHIN)
        for action in actions:
            try:
                action()
            except Exception as error:
                refusals.append(type(error).__name__)
            db.session.rollback()
    answers.put(refusals)
    dispose(app)
