"""Each way to the cohort's lock waits for whoever has it, and goes by what that has left."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorhub.enrolment.line import allocation
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.locked import LockedCohort, lock_cohort
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from tests.races.racing import offenders
from tests.races.waiting import before
from tests.support import factories
from tests.support.applicants import arrive, enrolment
from tests.support.factories import Scene


@pytest.fixture
def scene(racing: Flask) -> Scene:
    """A cohort with seats, in whose line nobody is yet."""
    with racing.app_context():
        return factories.scene()


def test_a_cohort_is_as_the_one_before_has_left_it(racing: Flask, scene: Scene) -> None:
    seen = list[int]()

    def second() -> None:
        with transaction(viewer=SYSTEM) as session:
            lock_cohort(session, scene.cohort_id)
            seen.append(session.get_one(Cohort, scene.cohort_id).claim_minutes)

    with before(racing, second, lambda session: lock_cohort(session, scene.cohort_id)) as line:
        assert seen == []
        line.cohort.claim_minutes = 77
    assert seen == [77]


def test_who_was_placed_meanwhile_is_not_placed_again(racing: Flask, scene: Scene) -> None:
    with racing.app_context():
        ada = arrive(scene, "ada")

    def second() -> None:
        with transaction(viewer=SYSTEM) as session:
            allocation.allocate_due(session, scene.cohort_id)

    def first(session: Session) -> LockedCohort:
        line = lock_cohort(session, scene.cohort_id)
        allocate(line)
        return line

    with before(racing, second, first):
        pass
    with racing.app_context():
        assert (enrolment(ada).state.value, enrolment(ada).place) == ("held", 1)
        assert db.session.get_one(Cohort, scene.cohort_id).entries == 2
    assert offenders(racing) == {}
