"""Money for a place that has ended: a free seat, the applicant's own new hold, or all of it back, once."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    enrolment,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _payments() -> list[Payment]:
    db.session.rollback()
    return list(db.session.scalars(select(Payment).order_by(Payment.id)))


def _refunds() -> list[Refund]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund).order_by(Refund.id)))


def _lapse_paid_late(stripe: StripeClient, ada: int) -> int:
    """Ada's hold is gone although her session was paid, as when our clock and Stripe's disagree."""
    checkout_id, session_id = checkout_session(ada)
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    pass_time(hours=1)
    assert endings.lapse_hold(ada)
    stripe.pay(session_id)
    return checkout_id


def test_paid_late_with_a_seat_free_is_enrolled(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    fulfil(_lapse_paid_late(stripe, ada))
    assert states(ada) == ["enrolled"]
    assert _refunds() == []
    assert_in_order()


def test_paid_late_with_no_seat_left_is_refunded_in_full_once(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_id = _lapse_paid_late(stripe, ada)
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada, ben) == ["lapsed", "held"]
    assert [refund.amount_minor for refund in _refunds()] == [64000]
    assert mails_to("ada").count("enrolment.refunded") == 1
    assert_in_order()


def test_paid_late_fills_the_applicants_own_new_hold(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    departures_before = cohort(scene).releases
    again = _come_again(scene)
    fulfil(checkout_id)
    assert states(ada, again) == ["enrolled", "left"]
    assert enrolment(again).end_reason == "paid_by_earlier_checkout"
    assert cohort(scene).releases == departures_before + 1
    assert_in_order()


def test_paid_late_does_not_touch_a_new_hold_that_is_being_paid(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    again = _come_again(scene)
    checkout_session(again)
    fulfil(checkout_id)
    assert states(ada, again) == ["lapsed", "held"]
    assert len(_refunds()) == 1
    assert_in_order()


def test_two_paid_sessions_of_one_seat_are_one_seat_and_one_refund(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    first, paid = checkout_session(ada)
    db.session.get_one(Checkout, first).move("expire")
    db.session.commit()
    row = enrolment(ada)
    assert row.held_until is not None
    row.held_until = row.held_until.replace(year=row.held_until.year + 1)
    db.session.commit()
    second, paid_too = checkout_session(ada)
    stripe.pay(paid)
    stripe.pay(paid_too)
    fulfil(second)
    fulfil(first)
    assert states(ada) == ["enrolled"]
    assert len(_payments()) == 2
    assert [refund.payment_id for refund in _refunds()] == [_payments()[1].id]
    assert_in_order()


def test_another_amount_for_an_ended_place_only_opens_a_finding(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    stripe_answers["currency"] = "usd"
    fulfil(checkout_id)
    assert states(ada) == ["lapsed"]
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_nothing_due_for_an_ended_place_needs_no_refund(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    checkout_id = _lapse_paid_late(stripe, ada)
    stripe_answers.update(amount_total=0, payment_intent=None, payment_status="no_payment_required")
    fulfil(checkout_id)
    assert _refunds() == []
    assert_in_order()


def _come_again(scene: factories.Scene) -> int:
    again = arrive(scene, "ada", is_return=True)
    arrivals.allocate_cohort(scene.cohort_id)
    return again
