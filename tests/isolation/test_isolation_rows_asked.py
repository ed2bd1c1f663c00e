"""Row-level security on what people tell a practice: another mentee's answers, and who waits for an opening."""

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.programs.models.openings import OpeningNotice
from tests.isolation import money
from tests.isolation.test_isolation_rows import lived_in, seen
from tests.isolation.two_practices import Install
from tests.races.conftest import racing
from tests.support.opening_notices import listed

__all__ = ["lived_in", "racing"]


@pytest.fixture
def answered(lived_in: Install) -> Install:
    """Both mentees have answered something; an address waits for an opening of the first practice."""
    with transaction(viewer=SYSTEM) as session:
        for practice in (lived_in.here, lived_in.there):
            money.fill(session, practice.enrolment_id)
    return lived_in


def test_another_mentee_of_the_practice_reads_no_answer(answered: Install) -> None:
    with transaction(viewer=SYSTEM) as session:  # who was there moves here, beside the first
        here = session.get_one(Enrolment, answered.here.enrolment_id)
        beside = {
            one.name: getattr(here, one.name)
            for one in Enrolment.__table__.columns
            if one.name not in {"id", "public_id", "place", "seat_number"}
        }
        other = Enrolment(**beside)
        other.user_id, other.email_key = answered.stranger_id, "stranger@example.org"
        other.state, other.place, other.ended_at = "left", 99, here.arrived_at  # type: ignore[assignment]
        session.add(other)
    assert seen(USER(answered.stranger_id), Enrolment) == {
        "enrolment": 2
    }  # as its siblings have it
    assert seen(USER(answered.stranger_id), IntakeAnswer) == {"intake_answer": 0}
    for viewer in (USER(answered.here.mentee_id), USER(answered.here.mentor_id)):
        assert seen(viewer, IntakeAnswer) == {"intake_answer": 1}


def test_who_waits_for_an_opening_is_read_by_nobody_of_the_practice(answered: Install) -> None:
    with reading(viewer=SYSTEM) as session:
        email = session.scalars(select(User.email).where(User.id == answered.stranger_id)).one()
        place = select(Enrolment.cohort_id).where(Enrolment.id == answered.here.enrolment_id)
        cohort_id = session.scalars(place).one()
    listed(cohort_id, email)
    assert seen(USER(answered.stranger_id), OpeningNotice) == {"opening_notice": 1}
    for viewer in (USER(answered.here.mentor_id), USER(answered.here.mentee_id)):
        assert seen(viewer, OpeningNotice) == {"opening_notice": 0}
    assert seen(PUBLIC, OpeningNotice) == {"opening_notice": 1}  # by the link that was mailed
