"""The demo's third programme opens five minutes after each start."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.demo import opening, seed
from mentorhub.demo.stories.offers import SOON
from mentorhub.enrolment.actions import arrivals
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import PublicState

pytestmark = pytest.mark.database
MINUTE = dt.timedelta(minutes=1)


def _soon() -> ProgramPage:
    db.session.rollback()
    return program_page(SOON.slug, viewer=PUBLIC, now=clock.now())


def _cohorts_of_soon() -> int:
    asked = select(func.count(Cohort.id)).join(Program, Program.id == Cohort.program_id)
    return db.session.scalar(asked.where(Program.slug == SOON.slug)) or 0


def test_a_start_before_the_opening_moves_it(in_demo: Flask) -> None:
    with clock.moved(3 * MINUTE):
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        page = _soon()
        assert page.cohort is not None
        assert 4 * MINUTE < page.cohort.opens_at - clock.now() <= 5 * MINUTE
    assert _cohorts_of_soon() == 1


def test_a_start_after_the_opening_publishes_the_next_circle(in_demo: Flask) -> None:
    with clock.moved(9 * MINUTE):
        assert _soon().state == PublicState.OPEN
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        page = _soon()
        assert page.cohort is not None
        assert (page.state, page.cohort.name) == (PublicState.SCHEDULED, "Circle 2")


def test_a_start_long_after_publishes_the_next_circle(in_demo: Flask) -> None:
    with clock.moved(dt.timedelta(days=200)):
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        assert _soon().state == PublicState.SCHEDULED
    assert _cohorts_of_soon() == 2


def test_a_place_in_the_earlier_circle_stays(in_demo: Flask) -> None:
    with clock.moved(9 * MINUTE):
        cohort = _soon().cohort
        assert cohort is not None
        applicant = arrivals.Applicant(name="Early", email="early@example.org")
        arrivals.arrive(cohort.id, applicant=applicant)
        arrivals.allocate_cohort(cohort.id)
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        assert db.session.get_one(Cohort, cohort.id).taken == 1
