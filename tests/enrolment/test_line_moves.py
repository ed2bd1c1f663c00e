"""Who mentors a new mentee: the cohort's mentor, or an owner where they closed their account after its end."""

import pytest
from sqlalchemy import select

from mentorhub.accounts.actions.closing import close_account
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions.welcomes import confirm_free_seat
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, asking_for_nobody
from tests.support import factories
from tests.support.applicants import assert_in_order, place_applicant, states

pytestmark = pytest.mark.usefixtures("in_app")


def _over_with_its_own_mentor() -> tuple[factories.Scene, int]:
    """A free programme that has ended and is still paid late; its owner, who is not its mentor."""
    practice_id, owner_id = factories.practice()
    mentor_id = factories.user("mo@example.org", "Mo")
    add_member(practice_id, user_id=mentor_id, role=Role.MENTOR, viewer=SYSTEM)
    scene = factories.program(practice_id, mentor_id, price_minor=0, starts_in_days=-100)
    return scene, owner_id


def _mentors() -> list[str]:
    db.session.rollback()
    found = select(User.name).join(Mentorship, Mentorship.mentor_id == User.id)
    return list(db.session.scalars(found))


def test_who_enrols_is_mentored_by_the_cohorts_mentor() -> None:
    scene, _owner = _over_with_its_own_mentor()
    confirm_free_seat(place_applicant(scene, "ada"))
    assert _mentors() == ["Mo"]
    assert_in_order()


def test_a_seat_taken_after_its_mentor_has_gone_is_mentored_by_an_owner() -> None:
    scene, _owner = _over_with_its_own_mentor()
    ada = place_applicant(scene, "ada")
    close_account(viewer=USER(scene.mentor_id))
    with asking_for_nobody():  # who comes by a link reads no member of the practice
        confirm_free_seat(ada)
    assert states(ada) == ["enrolled"]
    assert _mentors() == ["Ines Halvorsen"]
    assert_in_order()
