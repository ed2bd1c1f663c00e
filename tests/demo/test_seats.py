"""The demo's seats went in order of arrival; those who claimed one did it by their own email."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.demo.stories import applicants, mentees
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail

pytestmark = pytest.mark.database


def _by_place(first: str) -> list[tuple[str, str]]:
    """(name, state) of the cohort that somebody is in, by place."""
    cohort_id = db.session.scalars(select(Enrolment.cohort_id).where(Enrolment.name == first)).one()
    rows = db.session.execute(
        select(Enrolment.name, Enrolment.state)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Enrolment.place)
    )
    return [(name, state.value) for name, state in rows]


def test_places_follow_the_order_of_arrival(in_demo: Flask) -> None:
    planned = [each.name for each in (*applicants.FULL_CIRCLE, *applicants.WAITING)]
    assert [name for name, _state in _by_place(planned[0])] == planned


def test_who_arrived_after_the_last_seat_waits(in_demo: Flask) -> None:
    states = [state for _name, state in _by_place(applicants.FULL_CIRCLE[0].name)]
    assert states == ["enrolled"] * 6 + ["waiting"] * 4


def test_seats_are_claimed_by_those_who_opened_their_email(in_demo: Flask) -> None:
    planned = (
        *applicants.OPEN_CIRCLE,
        *applicants.FULL_CIRCLE,
        *(m.applicant for m in mentees.MENTEES),
    )
    claimed = set(
        db.session.scalars(select(Enrolment.name).where(Enrolment.claimed_at.is_not(None)))
    )
    assert claimed == {each.name for each in planned if each.has_claimed}


def test_money_came_after_the_hold(in_demo: Flask) -> None:
    rows = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.ENROLLED))
    waits = [(row.enrolled_at - row.arrived_at).total_seconds() for row in rows if row.enrolled_at]
    assert len(waits) == 19
    assert all(120 < wait < 15 * 60 for wait in waits)


def test_everybody_with_a_seat_got_one_welcome(in_demo: Flask) -> None:
    sent = db.session.execute(
        select(OutboxMail.to_address, func.count())
        .where(OutboxMail.kind == "enrolment.enrolled")
        .group_by(OutboxMail.to_address)
    ).all()
    assert {count for _address, count in sent} == {1}
    assert len(sent) == 19
