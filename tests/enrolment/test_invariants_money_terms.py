"""A place on terms that nobody can read any more is found."""

import pytest
from sqlalchemy import update

from mentorhub.enrolment.invariants.money import every_place_was_taken_on_terms_that_are_kept
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import enrolment, place_applicant
from tests.support.rewriting import rewrite

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_place_on_terms_that_are_no_more_is_found() -> None:
    scene = factories.scene()
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    rewrite(scene.program_id, refund_part_percent=25)
    cleo = place_applicant(scene, "cleo")
    assert [enrolment(one).terms_version for one in (ada, ben, cleo)] == [1, 1, 2]
    assert every_place_was_taken_on_terms_that_are_kept(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Enrolment).where(Enrolment.id == ben).values(terms_version=3))
    offender = enrolment(ben).public_id
    assert every_place_was_taken_on_terms_that_are_kept(viewer=SYSTEM) == [offender]
