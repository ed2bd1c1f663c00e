"""A seat paid in parts: the first part buys it, the others wait for the days that were agreed to."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import refunds
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from tests.support import factories
from tests.support.applicants import assert_in_order, enrolment, pass_time, place_applicant, states
from tests.support.factories import Scene
from tests.support.pricing import instalments, pay_in_parts
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
TOKYO = ZoneInfo("Asia/Tokyo")


def _in_tokyo(scene: Scene) -> int:
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, ada).timezone = "Asia/Tokyo"
    return ada


def _opened(ada: int) -> Checkout:
    today = clock.now().astimezone(ZoneInfo(enrolment(ada).timezone)).date()
    open_checkout(ada, consent="I agree.", consented_on=today)
    db.session.rollback()
    return db.session.scalars(select(Checkout)).one()


def _in_the_evening(checkout: Checkout) -> dt.date:
    """It was opened at eight in the evening, UTC, whatever the hour of the run; its day."""
    day = checkout.created_at.date()
    checkout.created_at = dt.datetime.combine(day, dt.time(20), dt.UTC)
    db.session.commit()
    return day


def test_the_first_part_buys_the_seat_and_plans_the_others(stripe: StripeClient) -> None:
    scene = factories.scene(price_minor=64001)
    pay_in_parts(scene, count=3, days=30)
    ada = _in_tokyo(scene)
    checkout = _opened(ada)
    assert (checkout.amount_minor, checkout.consent) == (21335, "I agree.")
    today = _in_the_evening(checkout) + dt.timedelta(days=1)  # in Tokyo it has begun
    pass_time(minutes=1)
    stripe.pay(str(checkout.stripe_session))
    for _ in range(2):
        fulfil(checkout.id)
    assert states(ada) == ["enrolled"]
    rows = instalments(ada)
    assert [(one.number, one.state.value, one.amount_minor) for one in rows] == [
        (1, "paid", 21335),
        (2, "scheduled", 21333),
        (3, "scheduled", 21333),
    ]
    days = [today + dt.timedelta(days=away) for away in (0, 30, 60)]
    assert [one.due_on for one in rows] == days
    ten = [dt.datetime.combine(day, dt.time(10), TOKYO).astimezone(dt.UTC) for day in days]
    assert [one.try_at for one in rows] == [None, *ten[1:]]
    (payment,) = db.session.scalars(select(Payment)).all()
    assert rows[0].payment_intent == payment.payment_intent
    assert_in_order()


def test_the_card_is_kept_for_the_later_parts(stripe: StripeClient) -> None:
    scene = factories.scene()
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    checkout = _opened(ada)
    session_id = str(checkout.stripe_session)
    stripe.pay(session_id)
    fulfil(checkout.id)
    (kept,) = db.session.scalars(select(StripeCustomer)).all()
    assert kept.customer_id == stripe.session(session_id)["customer"]
    assert kept.payment_method.startswith("pm_")
    assert (kept.enrolment_id, kept.stripe_account) == (ada, "")


def test_a_price_paid_at_once_keeps_no_card_and_plans_nothing(stripe: StripeClient) -> None:
    ada = place_applicant(factories.scene(), "ada")
    checkout = _opened(ada)
    assert checkout.consent == ""  # there was nothing to agree to
    stripe.pay(str(checkout.stripe_session))
    fulfil(checkout.id)
    assert states(ada) == ["enrolled"]
    assert instalments(ada) == []
    assert db.session.scalars(select(StripeCustomer)).all() == []


def test_a_first_part_that_buys_no_seat_plans_nothing(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    checkout = _opened(ada)
    stripe.pay(str(checkout.stripe_session))
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, ada).end("remove", now=clock.now(), reason="test")
    fulfil(checkout.id)
    assert instalments(ada) == []
    assert [len(one.refunds) for one in db.session.scalars(select(Payment))] == [1]


def test_a_mismatch_that_is_accepted_is_planned_then_and_its_card_was_kept(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    checkout = _opened(ada)
    stripe.pay(str(checkout.stripe_session))
    stripe_answers["amount_subtotal"] = 1
    for _ in range(2):
        fulfil(checkout.id)
    assert instalments(ada) == []
    assert len(db.session.scalars(select(StripeCustomer)).all()) == 1
    refunds.accept_mismatch(ada, viewer=USER(scene.mentor_id))
    rows = instalments(ada)
    assert [one.state.value for one in rows] == ["paid", "scheduled", "scheduled"]
    assert rows[0].payment_intent is not None


def test_a_card_that_is_known_is_not_kept_twice(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=2)
    pay_in_parts(scene)
    stripe_answers["customer_id"] = "cus_the_same"
    for name in ("ada", "ben"):
        one = place_applicant(scene, name)
        today = clock.now().astimezone(ZoneInfo(enrolment(one).timezone)).date()
        open_checkout(one, consent="I agree.", consented_on=today)
        db.session.rollback()
        checkout = db.session.scalars(select(Checkout).order_by(Checkout.id.desc())).first()
        assert checkout is not None
        stripe.pay(str(checkout.stripe_session))
        fulfil(checkout.id)
    assert len(db.session.scalars(select(StripeCustomer)).all()) == 1


def test_a_seat_bought_late_is_planned_too(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    checkout = _opened(ada)
    stripe.pay(str(checkout.stripe_session))
    with transaction(viewer=SYSTEM) as session:
        cohort_row = session.get_one(Enrolment, ada).cohort
        session.get_one(Enrolment, ada).end("lapse", now=clock.now())
        cohort_row.taken -= 1
    fulfil(checkout.id)
    assert states(ada) == ["enrolled"]
    assert len(instalments(ada)) == 3
