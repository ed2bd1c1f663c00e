"""The invariants of rehearsals find each breach that is planted."""

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub import audit
from mentorhub.enrolment.actions import rehearsals
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.forbidden import plant_forbidden
from tests.support.rehearsing import pay_rehearsals
from tests.support.stripe_client import StripeClient

REAL = "enrolment.nobody_real_has_a_place_in_a_rehearsal"
PAID = "enrolment.only_rehearsals_are_paid_at_the_sandbox_for_them"


def _found(sentence: str) -> list[str]:
    return audit.invariants()[sentence](viewer=SYSTEM)


def _rehearsed(scene: factories.Scene) -> Enrolment:
    rehearsals.begin_rehearsal(scene.cohort_id, viewer=USER(scene.mentor_id))
    came = rehearsals.take_rehearsed_place(
        scene.cohort_id, name="Ada", locale="en_GB", timezone="UTC"
    )
    return db.session.get_one(Enrolment, came.id)


@pytest.mark.parametrize(
    "change", ["email = 'ada@example.org'", "user_id = (SELECT min(id) FROM user_account)"]
)
def test_somebody_real_in_a_rehearsal_is_found(in_app: Flask, change: str) -> None:
    place = _rehearsed(factories.scene())
    assert _found(REAL) == []
    db.session.execute(text(f"UPDATE enrolment SET {change}"))
    db.session.commit()
    assert _found(REAL) == [place.public_id]
    assert in_app


def test_somebody_made_up_in_a_cohort_is_found(in_app: Flask) -> None:
    ada = place_applicant(factories.scene(), "ada")
    db.session.execute(text("UPDATE enrolment SET email = 'applicant-1@rehearsal.invalid'"))
    db.session.commit()
    assert _found(REAL) == [db.session.get_one(Enrolment, ada).public_id]
    assert in_app


def test_a_rehearsal_at_the_practices_account_is_found_and_the_other_way_round(
    in_app: Flask, stripe: StripeClient
) -> None:
    pay_rehearsals(in_app)
    scene = factories.scene()
    rehearsed = _rehearsed(scene)
    real = place_applicant(scene, "ben")
    for one in (rehearsed.id, real):
        checkout_session(one)
    assert stripe.url
    assert _found(PAID) == []
    for enrolment_id, account in ((rehearsed.id, ""), (real, "rehearsal")):
        checkout = db.session.query(Checkout).filter_by(enrolment_id=enrolment_id).one()
        was, checkout.stripe_account = checkout.stripe_account, account
        db.session.commit()
        assert _found(PAID) == [checkout.public_id]
        checkout.stripe_account = was
        db.session.commit()


def test_a_cohort_that_is_none_of_another_is_found(
    in_app: Flask, request: pytest.FixtureRequest
) -> None:
    place = _rehearsed(factories.scene())
    rehearsal = db.session.get_one(Cohort, place.cohort_id).public_id
    breach = "UPDATE cohort SET seats = 2 WHERE rehearses_id IS NOT NULL"
    plant_forbidden(request, breach, "cohort.cohort_rehearsal_has_one_seat")
    assert _found("enrolment.a_rehearsal_is_of_a_cohort_and_has_one_seat") == [rehearsal]
    assert in_app
