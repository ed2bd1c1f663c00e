"""What a payment leaves behind, and what of others stands in the way of paying late: nothing."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, endings, refunds
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.line import checkouts
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    arrive,
    checkout_session,
    enrolment,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import refund_rows
from tests.support.factories import Scene
from tests.support.paying_in_parts import paid_amounts, parts, refused
from tests.support.pricing import instalments
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _paid_late(stripe: StripeClient, ada: int) -> int:
    """Ada's hold is gone although her session was paid, as when our clock and Stripe's disagree."""
    checkout_id, session_id = checkout_session(ada)
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    pass_time(hours=1)
    assert endings.lapse_hold(ada)
    stripe.pay(session_id)
    return checkout_id


def _come_again(scene: Scene) -> int:
    again = arrive(scene, "ada", is_return=True)
    arrivals.allocate_cohort(scene.cohort_id)
    return again


def _payment() -> Payment:
    db.session.rollback()
    return db.session.scalars(select(Payment)).one()


def test_a_page_that_is_over_at_stripe_is_over_here(stripe: StripeClient) -> None:
    ada = place_applicant(factories.scene(), "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.expire(session_id)
    for _ in range(2):
        fulfil(checkout_id)
    db.session.rollback()
    assert db.session.get_one(Checkout, checkout_id).state == CheckoutState.EXPIRED
    assert states(ada) == ["held"]


def test_who_paid_is_kept_as_the_payer_typed_it(stripe: StripeClient) -> None:
    checkout_id, session_id = checkout_session(place_applicant(factories.scene(), "ada"))
    stripe.pay(session_id, email="office@example.org")
    fulfil(checkout_id)
    assert _payment().payer_email == "office@example.org"


def test_where_nothing_was_due_no_charge_is_named(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(amount_total=0, payment_status="no_payment_required")
    fulfil(checkout_id)
    assert (_payment().payment_intent, states(ada)) == (None, ["enrolled"])


def test_neither_anothers_open_page_nor_ones_own_closed_one_stands_in_the_way(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=2)
    ada = place_applicant(scene, "ada")
    checkout_id = _paid_late(stripe, ada)
    ben, again = place_applicant(scene, "ben"), _come_again(scene)
    checkout_session(ben)
    closed, _ = checkout_session(again)
    assert close_checkout(closed)
    fulfil(checkout_id)
    assert states(ada, ben, again) == ["enrolled", "held", "left"]
    assert refund_rows() == []


def test_a_hold_in_another_cohort_is_left_alone(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id = _paid_late(stripe, ada)
    elsewhere = factories.program(scene.practice_id, scene.mentor_id, slug="second")
    there = place_applicant(elsewhere, "ada")
    fulfil(checkout_id)
    assert states(ada, there) == ["enrolled", "held"]


def test_money_without_a_seat_goes_back_for_that_reason(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    fulfil(_paid_late(stripe, ada))
    assert refund_rows() == [("queued", 64000, "no_seat")]


def test_a_first_part_of_another_amount_keeps_its_card_until_it_is_accepted(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    stripe_answers["amount_subtotal"] = 100
    found = parts(stripe)
    assert states(found.ada) == ["paying"]
    card = db.session.scalars(select(StripeCustomer)).one()
    assert (card.enrolment_id, card.payment_method) == (found.ada, found.card)
    refunds.accept_mismatch(found.ada, viewer=USER(found.scene.mentor_id))
    assert [one.state.value for one in instalments(found.ada)] == ["paid", "scheduled", "scheduled"]


def test_a_part_paid_by_hand_as_somebody_new_to_stripe_keeps_that_card_too(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    refused(stripe, found)
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, found.ada)
        checkout = checkouts.for_instalment(place)
        checkout.stripe_session = "cs_by_hand"
        checkout.move("open")
        checkout_id = checkout.id
    context = CheckoutSessionData(
        id="cs_by_hand",
        url="",
        status="complete",
        payment_status="paid",
        payment_intent="pi_by_hand",
        intent_status="succeeded",
        amount_subtotal=21333,
        amount_total=21333,
        currency="eur",
        payer_email="ada@example.org",
        expires_at=clock.now(),
        customer_id="cus_new",
        payment_method="pm_new",
    )
    monkeypatch.setattr(stripe_sessions, "session", lambda _id, account: context)
    before = clock.now()
    fulfil(checkout_id)
    assert found.instalment().state.value == "paid"
    assert paid_amounts() == [(21334, False), (21333, False)]
    card = db.session.scalars(select(StripeCustomer).order_by(StripeCustomer.id.desc())).first()
    assert card is not None
    assert (card.customer_id, card.payment_method) == ("cus_new", "pm_new")
    assert before <= card.created_at <= clock.now()
    assert enrolment(found.ada).state.value == "enrolled"
