"""What Stripe says of a checkout becomes exactly one of: seat, full refund, money on its way, or nothing."""

import dataclasses

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, departures
from mentorhub.enrolment.actions.checkouts import close_checkout, open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models import Mentorship
from mentorhub.foundation.database import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments import stripe_gateway
from mentorhub.payments.models import Checkout, Payment, Refund
from mentorhub.payments.stripe_gateway import SessionFacts, StripeUnavailable
from tests import scenes
from tests.enrolment.line_up import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    come,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    states,
)
from tests.till import Till

pytestmark = pytest.mark.usefixtures("in_app")


def _payments() -> list[Payment]:
    db.session.rollback()
    return list(db.session.scalars(select(Payment).order_by(Payment.id)))


def _refunds() -> list[Refund]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund).order_by(Refund.id)))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What Stripe is made to say differently of the next sessions, field by field."""
    changed: dict[str, object] = {}
    ask = stripe_gateway.session

    def answer(session_id: str, *, account: str) -> SessionFacts:
        return dataclasses.replace(ask(session_id, account=account), **changed)  # type: ignore[arg-type]

    monkeypatch.setattr(stripe_gateway, "session", answer)
    return changed


def _lapse_paid_late(stripe: Till, ada: int) -> int:
    """Ada's hold is gone although her session was paid, as when our clock and Stripe's disagree."""
    checkout_id, session_id = checkout_session(ada)
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    pass_time(hours=1)
    assert departures.lapse_hold(ada)
    stripe.pay(session_id)
    return checkout_id


def test_a_paid_seat_is_enrolled_once_however_often_it_is_told(stripe: Till) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    for _ in range(3):
        fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert [payment.amount_minor for payment in _payments()] == [64000]
    assert mails_to("ada") == ["enrolment.held", "enrolment.enrolled"]
    mentorship = db.session.scalars(select(Mentorship)).one()
    assert (mentorship.mentor_id, mentorship.until_at) == (scene.mentor_id, None)
    assert journal_kinds(scene) == ["placed", "held", "enrolled"]
    assert_in_order()


def test_an_open_session_changes_nothing(stripe: Till) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, _ = checkout_session(ada)
    fulfil(checkout_id)
    assert states(ada) == ["held"]


def test_an_expired_session_closes_its_checkout_and_keeps_the_hold(stripe: Till) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.expire(session_id)
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["held"]
    assert close_checkout(checkout_id)
    assert_in_order()


def test_without_an_answer_nothing_changes(
    stripe: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)

    def nothing(*_: object, **__: object) -> SessionFacts:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_gateway, "session", nothing)
        with pytest.raises(StripeUnavailable):
            fulfil(checkout_id)
    assert states(ada) == ["held"]


def test_an_attempt_whose_session_is_unknown_waits(
    stripe: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")

    def nothing(**_: object) -> SessionFacts:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_gateway, "open_session", nothing)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    fulfil(db.session.scalars(select(Checkout.id)).one())
    assert states(ada) == ["held"]


def test_paid_late_with_a_seat_free_is_enrolled(stripe: Till) -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    fulfil(_lapse_paid_late(stripe, ada))
    assert states(ada) == ["enrolled"]
    assert _refunds() == []
    assert_in_order()


def test_paid_late_with_no_seat_left_is_refunded_in_full_once(stripe: Till) -> None:
    scene = scenes.scene(seats=1)
    ada, ben = come(scene, "ada"), come(scene, "ben")
    checkout_id = _lapse_paid_late(stripe, ada)
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada, ben) == ["lapsed", "held"]
    assert [refund.amount_minor for refund in _refunds()] == [64000]
    assert mails_to("ada").count("enrolment.refunded") == 1
    assert_in_order()


def test_paid_late_fills_the_applicants_own_new_hold(stripe: Till) -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    departures_before = cohort(scene).releases
    again = _come_again(scene)
    fulfil(checkout_id)
    assert states(ada, again) == ["enrolled", "left"]
    assert enrolment(again).end_reason == "paid_by_earlier_checkout"
    assert cohort(scene).releases == departures_before + 1
    assert_in_order()


def test_paid_late_does_not_touch_a_new_hold_that_is_being_paid(stripe: Till) -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    again = _come_again(scene)
    checkout_session(again)
    fulfil(checkout_id)
    assert states(ada, again) == ["lapsed", "held"]
    assert len(_refunds()) == 1
    assert_in_order()


def test_two_paid_sessions_of_one_seat_are_one_seat_and_one_refund(stripe: Till) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
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


def test_another_amount_gives_no_access_and_waits_for_a_hand(
    stripe: Till, told: dict[str, object]
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    told["amount_subtotal"] = 1
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["paying"]
    assert [finding.kind for finding in db.session.scalars(select(Finding))] == ["price_mismatch"]
    assert mails_to("ada") == ["enrolment.held"]
    assert_in_order()


def test_another_amount_for_an_ended_place_only_opens_a_finding(
    stripe: Till, told: dict[str, object]
) -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    checkout_id = _lapse_paid_late(stripe, ada)
    told["currency"] = "usd"
    fulfil(checkout_id)
    assert states(ada) == ["lapsed"]
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_nothing_due_is_a_payment_of_nothing(stripe: Till, told: dict[str, object]) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    told.update(amount_total=0, payment_intent=None, payment_status="no_payment_required")
    fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert [payment.payment_intent for payment in _payments()] == [None]
    assert_in_order()


def test_nothing_due_for_an_ended_place_needs_no_refund(
    stripe: Till, told: dict[str, object]
) -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    come(scene, "ben")
    checkout_id = _lapse_paid_late(stripe, ada)
    told.update(amount_total=0, payment_intent=None, payment_status="no_payment_required")
    fulfil(checkout_id)
    assert _refunds() == []
    assert_in_order()


def test_a_delayed_payment_keeps_the_seat_then_enrols(
    stripe: Till, told: dict[str, object]
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    told.update(payment_status="unpaid", intent_status="processing")
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["paying"]
    assert enrolment(ada).held_until is None
    assert_in_order()
    told.clear()
    fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert journal_kinds(scene) == ["placed", "held", "paying", "enrolled"]
    assert_in_order()


def test_a_delayed_payment_that_fails_frees_the_seat_once(
    stripe: Till, told: dict[str, object]
) -> None:
    scene = scenes.scene(seats=1)
    ada, ben = come(scene, "ada"), come(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    told.update(payment_status="unpaid", intent_status="requires_payment_method")
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada, ben) == ["declined", "held"]
    assert mails_to("ada") == ["enrolment.held", "enrolment.declined"]
    assert cohort(scene).releases == 1
    assert_in_order()


def _come_again(scene: scenes.Scene) -> int:
    again = arrive(scene, "ada", is_return=True)
    arrivals.settle_cohort(scene.cohort_id)
    return again
