"""Each invariant of closed accounts' places finds its breach."""

import pytest
from sqlalchemy import text

from mentorhub.enrolment.invariants import seats
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.account_closing import account, erase
from tests.support.applicants import claim, enrol, enrolment, place_applicant
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
CLOSED = "UPDATE user_account SET closing_at = '2020-01-01'"


def _commit(sql: str) -> None:
    db.session.rollback()
    db.session.execute(text(sql))
    db.session.commit()


def test_a_place_kept_from_others_is_found() -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    account("ada")
    _commit(f"{CLOSED} WHERE email = 'ada@example.org'")
    assert seats.nobody_who_closes_keeps_a_place_from_others(viewer=SYSTEM) == []
    _commit("UPDATE enrolment SET arrived_at = '2019-01-01'")
    invariant = seats.nobody_who_closes_keeps_a_place_from_others
    assert invariant(viewer=SYSTEM) == [enrolment(ada).public_id]


@pytest.mark.parametrize(
    "breach",
    [
        "UPDATE enrolment SET email = 'ada@example.org'",
        "UPDATE payment SET payer_email = 'ada@example.org'",
    ],
)
def test_a_place_that_names_an_erased_person_is_found(stripe: StripeClient, breach: str) -> None:
    ada = enrol(stripe, factories.scene(seats=1), "ada")
    erase(claim(ada).id or 0)
    assert seats.no_place_names_somebody_erased(viewer=SYSTEM) == []
    _commit(breach)
    assert seats.no_place_names_somebody_erased(viewer=SYSTEM) == [enrolment(ada).public_id]


def test_a_mentor_who_is_shut_out_is_found() -> None:
    scene = factories.scene()
    factories.enrolled(scene, account("ada"))
    assert seats.nobody_who_closes_mentors_anybody(viewer=SYSTEM) == []
    _commit(f"{CLOSED} WHERE email = 'ines@example.org'")
    assert len(seats.nobody_who_closes_mentors_anybody(viewer=SYSTEM)) == 1
