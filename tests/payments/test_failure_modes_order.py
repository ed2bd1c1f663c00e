"""Late, early, twice, elsewhere: whatever comes in which order, each payment has one end. Over HTTP."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support.applicants import pass_time
from tests.support.buying import COMPLETED, EXPIRED, Buyer, Shop, another, open_shop
from tests.support.stripe_client import StripeClient


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Shop:
    """One seat."""
    return open_shop(app, stripe, seats=1)


def _lose_the_hold(shop: Shop, buyer: Buyer) -> str:
    """Their session can be paid, and our own rows say that it is over: which must never be, and is repaired."""
    session_id = buyer.open()
    with shop.app.app_context():
        pass_time(hours=1)
    shop.change(Checkout, state="expired")
    shop.task("deadlines")
    assert buyer.state == "lapsed"
    return session_id


@pytest.mark.failure_mode(1)
def test_paid_after_the_seat_was_sold_all_of_it_goes_back_once_and_the_next_one_keeps_the_seat(
    shop: Shop, stripe: StripeClient
) -> None:
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    late = _lose_the_hold(shop, ada)
    sold = ben.open()
    stripe.pay(sold)
    assert ben.come_back(sold) == "enrolled"
    stripe.pay(late)
    for _ in range(2):
        shop.send_event(COMPLETED, late)
        ada.come_back(late)
    assert (ada.state, ben.state) == ("lapsed", "enrolled")
    intent = str(stripe.session(late)["payment_intent"])
    stripe.fault(kind="reset", stage="after", method="POST", path="/v1/refunds", times=3)
    shop.task("refunds")  # the answer is lost, and the same key is sent again
    assert shop.column(Refund.state) == ["queued"]
    with shop.app.app_context():
        pass_time(minutes=5)
    shop.task("refunds")
    assert [one["amount"] for one in stripe.refunds(intent)] == [64000]
    assert shop.column(Refund.state) == ["succeeded"]
    assert shop.mails("ada").count("enrolment.refunded") == 1


@pytest.mark.failure_mode(1)
def test_paid_late_while_a_seat_is_free_buys_it(shop: Shop, stripe: StripeClient) -> None:
    ada = shop.buyer("ada")
    late = _lose_the_hold(shop, ada)
    stripe.pay(late)
    shop.send_event(COMPLETED, late)
    assert ada.state == "enrolled"
    assert shop.column(Refund.id) == []


@pytest.mark.failure_mode(2)
def test_two_tabs_paid_all_the_same_buy_one_seat_and_the_second_payment_goes_back(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    first = ada.open()
    shop.change(Checkout, state="expired")
    shop.change(Enrolment, held_until=clock_in(shop, hours=5))
    second = ada.open()
    for session_id in (second, first):
        stripe.pay(session_id)
        shop.send_event(COMPLETED, session_id)
    assert ada.state == "enrolled"
    shop.task("refunds")
    paid = [str(stripe.session(one)["payment_intent"]) for one in (second, first)]
    assert [len(stripe.refunds(intent)) for intent in paid] == [0, 1]
    assert len(shop.column(Payment.id)) == 2  # both rows stay, for staff to see


@pytest.mark.failure_mode(2)
def test_a_second_tab_leads_to_the_one_open_session(shop: Shop, stripe: StripeClient) -> None:
    ada = shop.buyer("ada")
    assert ada.open() == another(shop, ada).open()
    assert len(shop.sessions_at_stripe(shop.column(Enrolment.public_id)[0])) == 1
    assert len(shop.column(Checkout.id)) == 1


@pytest.mark.failure_mode(3)
def test_before_another_session_there_is_the_old_one_is_over_at_stripe(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    first = ada.open()
    shop.change(Enrolment, held_until=clock_in(shop, hours=5))
    with shop.app.app_context():
        pass_time(minutes=36)  # over by our clock; Stripe has not said so
    ada.submit_payment()
    assert len(shop.column(Checkout.id)) == 1
    stripe.expire(first)
    shop.send_event(EXPIRED, first)
    second = ada.open()
    assert stripe.session(first)["status"] == "expired"
    assert shop.column(Checkout.stripe_session) == [first, second]  # every id is stored
    shop.send_event(EXPIRED, first, id="evt_about_the_first")
    assert stripe.session(second)["status"] == "open"
    stripe.pay(second)
    shop.send_event(COMPLETED, second)
    assert ada.state == "enrolled"


@pytest.mark.failure_mode(4)
def test_back_before_the_webhook_the_seat_is_confirmed_and_the_webhook_changes_nothing(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    session_id = ada.open()
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"
    before = shop.everything()
    with shop.app.app_context():
        pass_time(seconds=60)
    shop.send_event(COMPLETED, session_id)
    assert shop.everything() == before


@pytest.mark.failure_mode(11)
def test_completed_while_it_is_given_up_the_seat_is_confirmed_instead(
    shop: Shop, stripe: StripeClient
) -> None:
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    session_id = ada.open()
    stripe.pay(session_id)
    ada.give_up()  # Stripe answers 400 to expire, and says "complete" when asked
    assert "has been paid in the meantime" in ada.page()
    assert (ada.state, ben.state) == ("enrolled", "waiting")


@pytest.mark.failure_mode(11)
def test_expired_there_already_the_seat_is_released(shop: Shop, stripe: StripeClient) -> None:
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    stripe.expire(ada.open())
    ada.give_up()
    assert (ada.state, ben.state) == ("left", "held")


@pytest.mark.failure_mode(11)
@pytest.mark.parametrize("status", [404, 500])
def test_until_stripe_says_it_is_over_the_hold_stays_and_is_tried_again(
    shop: Shop, stripe: StripeClient, status: int
) -> None:
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    session_id = ada.open()
    with shop.app.app_context():
        pass_time(hours=1)
    path = "/v1/checkout/sessions/*/expire"
    stripe.fault(kind="status", status=status, method="POST", path=path, times=None)
    try:
        shop.task("deadlines")
        assert (ada.state, ben.state) == ("held", "waiting")
    finally:
        stripe.clear_faults()
    assert stripe.session(session_id)["status"] == "open"
    shop.task("deadlines")
    assert stripe.session(session_id)["status"] == "expired"
    assert (ada.state, ben.state) == ("lapsed", "held")


def clock_in(shop: Shop, *, hours: int) -> dt.datetime:
    """A time of the app's clock."""
    with shop.app.app_context():
        return clock.now() + dt.timedelta(hours=hours)
