"""Many submit at once, on PostgreSQL: never oversold, in order. The control takes the lock away and must break."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.line import locked
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import AlreadyInLine, SeatsBelowTaken
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import Busy
from mentorhub.programs.models.cohorts import Cohort
from tests.races.racing import Action, arrive, at_once, in_processes, offenders, seated, submit_form
from tests.support import factories
from tests.support.factories import Scene

SEATS, PEOPLE = 5, 24


@pytest.fixture
def scene(racing: Flask) -> Scene:
    """A cohort with few seats."""
    with racing.app_context():
        return factories.scene(seats=SEATS)


def test_exactly_the_seats_are_given_to_the_first_places(racing: Flask, scene: Scene) -> None:
    failures = at_once(racing, [submit_form(scene, number) for number in range(PEOPLE)])
    assert failures == []
    assert [one.place for one in seated(racing)] == list(range(1, SEATS + 1))
    with racing.app_context():
        assert db.session.get_one(Cohort, scene.cohort_id).last_place == PEOPLE
    assert offenders(racing) == {}


def test_several_processes_allocate_without_overselling(
    racing: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thread has its own batcher, as each process has: only the database's lock is left."""
    monkeypatch.setattr(arrivals, "extension_or_new", lambda _name, make: make())
    failures = at_once(racing, [submit_form(scene, number) for number in range(PEOPLE)])
    assert [one for one in failures if not isinstance(one, Busy)] == []
    assert len(seated(racing)) == SEATS
    assert offenders(racing) == {}


def test_control_without_the_lock_the_line_breaks(
    racing: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this passes unbroken, the races above prove nothing."""
    monkeypatch.setattr(locked, "lock", lambda *_: None)
    monkeypatch.setattr(arrivals, "extension_or_new", lambda _name, make: make())
    failures = at_once(racing, [submit_form(scene, number) for number in range(PEOPLE)])
    broken = [one for one in failures if isinstance(one, SQLAlchemyError)]
    assert broken or offenders(racing)


def test_the_same_address_gets_one_place(racing: Flask, scene: Scene) -> None:
    failures = at_once(racing, [submit_form(scene, 1) for _ in range(8)])
    assert [type(one) for one in failures] == [AlreadyInLine] * 7
    with racing.app_context():
        assert len(db.session.scalars(select(Enrolment)).all()) == 1
    assert offenders(racing) == {}


def test_who_arrives_without_the_lock_and_who_submits_share_one_line(
    racing: Flask, scene: Scene
) -> None:
    """Half of them submit, half are stored first and placed later; and two of each have the same address."""
    actions = [submit_form(scene, number) for number in range(10)]
    actions += [arrive(scene, number) for number in range(8, 18)]
    failures = at_once(racing, actions)
    assert [type(one) for one in failures] == [AlreadyInLine] * 2
    assert [one.place for one in seated(racing)] == list(range(1, SEATS + 1))
    with racing.app_context():
        assert db.session.get_one(Cohort, scene.cohort_id).last_place == 18
    assert offenders(racing) == {}


def test_seats_given_up_while_others_submit_go_to_the_earliest(racing: Flask, scene: Scene) -> None:
    for number in range(SEATS + 3):
        with racing.app_context():
            submit_form(scene, number)()
    ids = [one.id for one in seated(racing)][:3]
    actions = [Action(endings.leave, (one,)) for one in ids]
    actions += [submit_form(scene, number) for number in range(100, 110)]
    assert at_once(racing, actions) == []
    assert [one.place for one in seated(racing)] == [4, 5, 6, 7, 8]
    assert offenders(racing) == {}


def test_processes_that_submit_and_allocate_seat_the_first_places(
    racing: Flask, scene: Scene
) -> None:
    works = [
        [submit_form(scene, 100 * worker + number) for number in range(8)] for worker in range(3)
    ]
    refusals = in_processes(racing, works)
    assert [name for name in refusals if name != "Busy"] == []
    assert [one.place for one in seated(racing)] == list(range(1, SEATS + 1))
    assert offenders(racing) == {}


def test_seats_lowered_while_people_submit_are_never_fewer_than_those_taken(
    racing: Flask, scene: Scene
) -> None:
    with racing.app_context():
        submit_form(scene, 0)()
    given = (("seats", 3), ("viewer", USER(scene.mentor_id)))
    lower = Action(seats.set_seats, (scene.cohort_id,), given)
    failures = at_once(
        racing, [lower, lower, *(submit_form(scene, number) for number in range(1, 12))]
    )
    assert {type(one) for one in failures} <= {SeatsBelowTaken}
    with racing.app_context():
        cohort = db.session.get_one(Cohort, scene.cohort_id)
        assert cohort.seats == cohort.taken
        assert cohort.seats in {3, SEATS}
    assert [one.place for one in seated(racing)] == list(range(1, cohort.seats + 1))
    assert offenders(racing) == {}
