"""What the database itself forbids; and the state changes of an appointment."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import IllegalMove
from mentorhub.reviews.models import Appointment, CheckIn, Review
from mentorhub.reviews.rules import AppointmentState
from tests.support import courses, factories


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft"},
        {"submitted_at": None},
        {"state": "submitted"},
        {"reviewed_at": None},
        {"week": -1},
        {"state": "lost"},
    ],
)
def test_a_check_ins_state_and_its_timestamps_agree(in_app: Flask, values: dict[str, Any]) -> None:
    courses.answered(courses.course(), week=3)
    with pytest.raises((IntegrityError, LookupError)), transaction(viewer=SYSTEM) as session:
        session.execute(update(CheckIn).values(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"body": ""},
        {"next_step_on": dt.date(2030, 1, 1)},
        {"read_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_an_answer_says_something_and_its_date_has_a_step(
    in_app: Flask, values: dict[str, Any]
) -> None:
    courses.answered(courses.course(), week=3)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(Review).values(**values))


def test_a_week_has_one_check_in_of_its_own_practice(in_app: Flask) -> None:
    amara = courses.course()
    courses.begun(amara, week=3)
    elsewhere, _ = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    for practice_id, week in ((amara.scene.practice_id, 3), (elsewhere, 2)):
        now = clock.now()
        with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
            session.execute(
                insert(CheckIn).values(
                    public_id=new_public_id(),
                    practice_id=practice_id,
                    mentorship_id=amara.mentorship_id,
                    week=week,
                    title="",
                    version=1,
                    state="draft",
                    started_at=now,
                    saved_at=now,
                )
            )


def test_an_appointment_is_held_or_cancelled_once() -> None:
    held, cancelled = Appointment(), Appointment()
    held.move("hold")
    cancelled.move("cancel")
    assert (held.state, cancelled.state) == (AppointmentState.HELD, AppointmentState.CANCELLED)
    with pytest.raises(IllegalMove):
        held.move("cancel")
