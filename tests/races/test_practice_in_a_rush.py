"""While many submit in several processes, the practice pauses, limits the line and extends holds: nobody is wronged."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.enrolment.actions import arrivals, seats
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.programs.models.cohorts import Cohort
from tests.races.racing import Action, in_processes, offenders, seated, submit_form
from tests.support import factories
from tests.support.factories import Scene

SEATS, PEOPLE, CROWDS, TURNS = 5, 20, 2, 12
# What may be answered in a rush: the line is full, a hold is not there or was extended, the line's lock is taken.
CALM = {"LineFull", "NotHeld", "NotLater", "TooLong", "ExtendedOften", "Busy"}


@pytest.fixture
def scene(racing: Flask) -> Scene:
    """A cohort with few seats."""
    with racing.app_context():
        return factories.scene(seats=SEATS)


def test_pauses_limits_and_extensions_in_a_rush_oversell_nothing_and_overtake_nobody(
    racing: Flask, scene: Scene
) -> None:
    crowds = [
        [submit_form(scene, crowd * PEOPLE + number) for number in range(PEOPLE)]
        for crowd in range(CROWDS)
    ]
    given = (scene.cohort_id, scene.mentor_id)
    staff = [Action(act, given) for _ in range(TURNS) for act in (_pause, _limit, _extend)]
    answers = in_processes(racing, [*crowds, staff])
    assert set(answers) <= CALM
    with racing.app_context():
        mentor = USER(scene.mentor_id)
        seats.limit_line(scene.cohort_id, waiting_max=None, viewer=mentor)
        seats.resume_allocation(scene.cohort_id, viewer=mentor)
        arrivals.allocate_cohort(scene.cohort_id)
    assert [one.place for one in seated(racing)] == list(range(1, SEATS + 1))
    assert offenders(racing) == {}
    with racing.app_context():
        came = db.session.scalar(select(func.count(Enrolment.id)))
        cohort = db.session.get_one(Cohort, scene.cohort_id)
        assert cohort.last_place == came
        assert came + answers.count("LineFull") == PEOPLE * CROWDS


def _pause(cohort_id: int, mentor_id: int) -> None:
    """Pause where seats are given, resume where they are not."""
    is_paused = db.session.get_one(Cohort, cohort_id).allocation_paused_at is not None
    act = seats.resume_allocation if is_paused else seats.pause_allocation
    act(cohort_id, viewer=USER(mentor_id))


def _limit(cohort_id: int, mentor_id: int) -> None:
    """As many as wait now, and one more; or any number."""
    cohort = db.session.get_one(Cohort, cohort_id)
    most = cohort.waiting + 1 if cohort.waiting_max is None else None
    seats.limit_line(cohort_id, waiting_max=most, viewer=USER(mentor_id))


def _extend(cohort_id: int, mentor_id: int) -> None:
    """The hold that ends first, for an hour."""
    held = Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.HELD
    first = db.session.scalars(
        select(Enrolment).where(*held).order_by(Enrolment.held_until)
    ).first()
    if first is not None:
        until = clock.now() + dt.timedelta(hours=1)
        seats.extend_hold(first.id, until=until, viewer=USER(mentor_id))
