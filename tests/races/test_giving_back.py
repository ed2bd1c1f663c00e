"""Giving back at the same moment as promoting, removing, calling off: one offer a seat, one refund a payment."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic.places import allocate_arrivals, wind_up_cohorts
from mentorhub.enrolment.rules.refusals import CohortCalledOff, PlaceEnded
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.periodic import send_refunds
from tests.races.racing import Action, at_once, in_processes, offenders
from tests.support import factories
from tests.support.applicants import claim, enrol, place_applicant
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

WAITING = 4


@pytest.fixture
def paid(racing: Flask, stripe: StripeClient) -> tuple[Scene, int, Viewer]:
    """One seat, paid, its mentee, and a line behind it."""
    with racing.app_context():
        scene = factories.scene(seats=1)
        ada = enrol(stripe, scene, "ada")
        for number in range(WAITING):
            place_applicant(scene, f"waiting{number}")
        return scene, ada, claim(ada)


def _offered_places(app: Flask) -> list[int | None]:
    with app.app_context():
        return list(
            db.session.scalars(
                select(Enrolment.place)
                .where(Enrolment.offered_at.is_not(None))
                .order_by(Enrolment.place)
            )
        )


def _refunds_at_stripe(app: Flask, stripe: StripeClient) -> list[int]:
    with app.app_context():
        send_refunds()
        intents = db.session.scalars(select(Payment.payment_intent)).all()
        return [one["amount"] for intent in intents for one in stripe.refunds(str(intent))]


def _withdraw(ada: int, viewer: Viewer) -> Action:
    return Action(endings.withdraw, (ada,), (("viewer", viewer),))


@pytest.mark.failure_mode(13)
def test_one_seat_given_back_beside_two_promoters_is_offered_to_the_first_alone(
    racing: Flask, stripe: StripeClient, paid: tuple[Scene, int, Viewer]
) -> None:
    scene, ada, viewer = paid
    allocate = Action(arrivals.allocate_cohort, (scene.cohort_id,))
    promoters = [[allocate] * 20, [Action(allocate_arrivals), allocate] * 10]
    assert in_processes(racing, [[_withdraw(ada, viewer)], *promoters]) == []
    assert _offered_places(racing) == [2]
    assert _refunds_at_stripe(racing, stripe) == [64000]
    assert offenders(racing) == {}


@pytest.mark.failure_mode(13)
def test_a_seat_given_back_and_a_seat_added_are_offered_to_the_first_two(
    racing: Flask, stripe: StripeClient, paid: tuple[Scene, int, Viewer]
) -> None:
    scene, ada, viewer = paid
    owner = USER(scene.mentor_id)
    add = Action(seats.set_seats, (scene.cohort_id,), (("seats", 2), ("viewer", owner)))
    allocate = Action(arrivals.allocate_cohort, (scene.cohort_id,))
    assert at_once(racing, [_withdraw(ada, viewer), add, allocate, allocate]) == []
    assert _offered_places(racing) == [2, 3]
    assert _refunds_at_stripe(racing, stripe) == [64000]
    assert offenders(racing) == {}


def test_withdrawn_removed_and_called_off_at_once_is_refunded_once(
    racing: Flask, stripe: StripeClient, paid: tuple[Scene, int, Viewer]
) -> None:
    scene, ada, viewer = paid
    owner = USER(scene.mentor_id)
    given = (("reason", "Ill."), ("viewer", owner))
    remove = Action(endings.remove, (ada,), (*given, ("refund_minor", None)))
    cancel = Action(endings.cancel_cohort, (scene.cohort_id,), given)
    wind_up = Action(endings.wind_up, (ada,))
    actions = [_withdraw(ada, viewer), _withdraw(ada, viewer), remove, remove, cancel, wind_up]
    failures = at_once(racing, actions)
    assert {type(one) for one in failures} <= {PlaceEnded, NotFound}
    with racing.app_context():
        assert wind_up_cohorts() == 0
        assert len(db.session.scalars(select(Refund)).all()) == 1
    assert _refunds_at_stripe(racing, stripe) == [64000]
    assert offenders(racing) == {}


def test_seats_given_by_hand_beside_arrivals_oversell_nothing(
    racing: Flask, stripe: StripeClient, paid: tuple[Scene, int, Viewer]
) -> None:
    scene, _, _ = paid
    owner = USER(scene.mentor_id)
    grants = [
        Action(
            seats.grant_seat,
            (scene.cohort_id,),
            (("name", "Gus"), ("email", f"gus{number}@example.org"), ("viewer", owner)),
        )
        for number in range(4)
    ]
    allocate = Action(arrivals.allocate_cohort, (scene.cohort_id,))
    cancel = Action(
        endings.cancel_cohort, (scene.cohort_id,), (("reason", "Ill."), ("viewer", SYSTEM))
    )
    failures = at_once(racing, [*grants, allocate, allocate, cancel])
    assert {type(one) for one in failures} <= {CohortCalledOff}
    assert _offered_places(racing) == []
    assert offenders(racing) == {}
