"""Many press at once, on PostgreSQL: never oversold, in order. The control takes the lock away and must break."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mentorhub import audit
from mentorhub.app import create_app
from mentorhub.enrolment import line, rules
from mentorhub.enrolment.actions import arrivals, departures
from mentorhub.enrolment.models import Enrolment
from mentorhub.foundation.database import db
from mentorhub.foundation.errors import Busy
from mentorhub.programs.models import Cohort
from tests import scenes
from tests.conftest import dispose, settings_for
from tests.scenes import Scene

SEATS, PEOPLE = 5, 24


@pytest.fixture
def racing(postgres_url: str) -> Iterator[Flask]:
    """An app on PostgreSQL; each thread pushes its own context."""
    app = create_app(settings_for(postgres_url))
    yield app
    dispose(app)


@pytest.fixture
def scene(racing: Flask) -> Scene:
    """A cohort with few seats."""
    with racing.app_context():
        return scenes.scene(seats=SEATS)


def _at_once(app: Flask, deeds: list[Callable[[], None]]) -> list[BaseException]:
    """Run every deed in its own thread at the same moment; returns what went wrong."""
    start, failures = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            try:
                deed()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


def _press(scene: Scene, number: int) -> Callable[[], None]:
    def press() -> None:
        applicant = arrivals.Applicant(f"Person {number}", f"p{number}@example.org")
        arrivals.arrive(scene.cohort_id, applicant=applicant)
        arrivals.settle_cohort(scene.cohort_id)

    return press


def _seated(app: Flask) -> list[Enrolment]:
    with app.app_context():
        return list(
            db.session.scalars(
                select(Enrolment)
                .where(Enrolment.seat_number.is_not(None))
                .order_by(Enrolment.place)
            )
        )


def _offenders(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        return {name: found for name, found in audit.run().items() if found}


def test_exactly_the_seats_are_given_to_the_first_places(racing: Flask, scene: Scene) -> None:
    failures = _at_once(racing, [_press(scene, number) for number in range(PEOPLE)])
    assert failures == []
    assert [one.place for one in _seated(racing)] == list(range(1, SEATS + 1))
    with racing.app_context():
        assert db.session.get_one(Cohort, scene.cohort_id).last_place == PEOPLE
    assert _offenders(racing) == {}


def test_several_processes_settle_without_overselling(
    racing: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thread has its own gate, as each process has: only the database's lock is left."""
    monkeypatch.setattr(arrivals, "fitted", lambda _name, make: make())
    failures = _at_once(racing, [_press(scene, number) for number in range(PEOPLE)])
    assert [one for one in failures if not isinstance(one, Busy)] == []
    assert len(_seated(racing)) == SEATS
    assert _offenders(racing) == {}


def test_control_without_the_lock_the_line_breaks(
    racing: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this passes unbroken, the races above prove nothing."""

    def unlocked(session: Session, cohort_id: int) -> Cohort:
        return session.get_one(Cohort, cohort_id)

    monkeypatch.setattr(line, "locked", unlocked)
    monkeypatch.setattr(arrivals, "fitted", lambda _name, make: make())
    failures = _at_once(racing, [_press(scene, number) for number in range(PEOPLE)])
    broken = [one for one in failures if isinstance(one, SQLAlchemyError)]
    assert broken or _offenders(racing)


def test_the_same_address_gets_one_place(racing: Flask, scene: Scene) -> None:
    failures = _at_once(racing, [_press(scene, 1) for _ in range(8)])
    assert [type(one) for one in failures] == [rules.AlreadyInLine] * 7
    with racing.app_context():
        assert len(db.session.scalars(select(Enrolment)).all()) == 1
    assert _offenders(racing) == {}


def test_seats_given_up_while_others_press_go_to_the_earliest(racing: Flask, scene: Scene) -> None:
    for number in range(SEATS + 3):
        with racing.app_context():
            _press(scene, number)()
    leaving = [one.id for one in _seated(racing)][:3]
    deeds: list[Callable[[], None]] = [
        lambda one=one: departures.leave(one)  # type: ignore[misc]
        for one in leaving
    ]
    deeds += [_press(scene, number) for number in range(100, 110)]
    assert _at_once(racing, deeds) == []
    assert [one.place for one in _seated(racing)] == [4, 5, 6, 7, 8]
    assert _offenders(racing) == {}
