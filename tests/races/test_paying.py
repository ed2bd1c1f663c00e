"""Paying at the same moment as leaving or lapsing: each seat and each payment has one end."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic.places import lapse_holds
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from tests.races.racing import at_once, offenders
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.stripe_client import StripeClient

PAYERS = 4
Payable = tuple[int, int, str]  # enrolment, checkout, Stripe's session


@pytest.fixture
def payable(racing: Flask, stripe: StripeClient) -> list[Payable]:
    """Everybody who could pay now; as many wait for their seats."""
    with racing.app_context():
        scene = factories.scene(seats=PAYERS)
        held = [place_applicant(scene, f"p{number}") for number in range(PAYERS)]
        found = [(one, *checkout_session(one)) for one in held]
        for number in range(PAYERS):
            place_applicant(scene, f"waiting{number}")
    return found


def _pay(stripe: StripeClient, one: Payable) -> Callable[[], None]:
    def pay() -> None:
        stripe.pay(one[2])
        fulfil(one[1])

    return pay


def _leave(one: Payable) -> Callable[[], None]:
    """As the button on the page does."""

    def leave() -> None:
        if close_checkout(one[1]):
            endings.leave(one[0])
        else:
            fulfil(one[1])

    return leave


def _assert_one_end_each(
    app: Flask, stripe: StripeClient, payable: list[Payable], *, unpaid: str
) -> None:
    with app.app_context():
        ended = 0
        for enrolment_id, checkout_id, session_id in payable:
            state = db.session.get_one(Enrolment, enrolment_id).state.value
            payments = db.session.scalars(
                select(Payment.id).where(Payment.checkout_id == checkout_id)
            ).all()
            checkout = db.session.get_one(Checkout, checkout_id).state.value
            at_stripe = stripe.session(session_id)["status"]
            ended += state == unpaid
            assert (state, len(payments), checkout, at_stripe) in {
                ("enrolled", 1, "completed", "complete"),
                (unpaid, 0, "expired", "expired"),
            }
        offered = db.session.scalars(
            select(Enrolment.place)
            .where(Enrolment.offered_at.is_not(None))
            .order_by(Enrolment.place)
        ).all()
        assert list(offered) == [PAYERS + 1 + number for number in range(ended)]
        assert db.session.scalars(select(Refund)).all() == []
    assert offenders(app) == {}


def test_who_leaves_and_pays_at_once_has_done_one_of_the_two(
    racing: Flask, stripe: StripeClient, payable: list[Payable]
) -> None:
    actions = [action for one in payable for action in (_pay(stripe, one), _leave(one))]
    assert at_once(racing, actions) == []
    _assert_one_end_each(racing, stripe, payable, unpaid="left")


def test_a_hold_that_lapses_while_it_is_paid_is_one_of_the_two(
    racing: Flask, stripe: StripeClient, payable: list[Payable]
) -> None:
    with clock.moved(dt.timedelta(hours=2)):
        actions = [_pay(stripe, one) for one in payable]
        assert at_once(racing, [*actions, lapse_holds, lapse_holds]) == []
        with racing.app_context():
            assert lapse_holds() == 0
        _assert_one_end_each(racing, stripe, payable, unpaid="lapsed")
