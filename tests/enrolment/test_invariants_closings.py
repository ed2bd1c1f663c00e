"""Each law of closed accounts' places finds its breach."""

import pytest
from sqlalchemy import text

from mentorhub.enrolment.invariants import closings
from mentorhub.foundation.database import SYSTEM, db
from tests import scenes
from tests.closing import account, erase
from tests.enrolment.line_up import claim, come, enrol, enrolment
from tests.till import Till

pytestmark = pytest.mark.usefixtures("in_app")
CLOSED = "UPDATE user_account SET closing_at = '2020-01-01'"


def _commit(sql: str) -> None:
    db.session.rollback()
    db.session.execute(text(sql))
    db.session.commit()


def test_a_place_kept_from_others_is_found() -> None:
    ada = come(scenes.scene(seats=1), "ada")
    account("ada")
    _commit(f"{CLOSED} WHERE email = 'ada@example.org'")
    assert closings.nobody_who_closes_keeps_a_place_from_others(viewer=SYSTEM) == []
    _commit("UPDATE enrolment SET arrived_at = '2019-01-01'")
    law = closings.nobody_who_closes_keeps_a_place_from_others
    assert law(viewer=SYSTEM) == [enrolment(ada).public_id]


@pytest.mark.parametrize(
    "breach",
    [
        "UPDATE enrolment SET email = 'ada@example.org'",
        "UPDATE payment SET payer_email = 'ada@example.org'",
    ],
)
def test_a_place_that_names_an_erased_person_is_found(stripe: Till, breach: str) -> None:
    ada = enrol(stripe, scenes.scene(seats=1), "ada")
    erase(claim(ada).id or 0)
    assert closings.no_place_names_somebody_erased(viewer=SYSTEM) == []
    _commit(breach)
    assert closings.no_place_names_somebody_erased(viewer=SYSTEM) == [enrolment(ada).public_id]


def test_a_mentor_who_is_shut_out_is_found() -> None:
    scene = scenes.scene()
    scenes.enrolled(scene, account("ada"))
    assert closings.nobody_who_closes_mentors_anybody(viewer=SYSTEM) == []
    _commit(f"{CLOSED} WHERE email = 'ines@example.org'")
    assert len(closings.nobody_who_closes_mentors_anybody(viewer=SYSTEM)) == 1
