"""Stripe fails, or does not take our key, while an applicant submits "pay": they can pay, or leave, all the same."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout
from tests.support.applicants import assert_in_order, pass_time
from tests.support.buying import COMPLETED, Buyer, Shop, open_shop
from tests.support.stripe_client import StripeClient

SESSIONS = "/v1/checkout/sessions$"


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Iterator[Shop]:
    """One seat; the stand-in without faults afterwards, since others share it."""
    yield open_shop(app, stripe, seats=1)
    stripe.clear_faults()


def _fail(stripe: StripeClient, status: int, stage: str, *, times: int | None = 1) -> None:
    stripe.fault(
        kind="status", status=status, stage=stage, method="POST", path=SESSIONS, times=times
    )


def _findings(shop: Shop) -> list[tuple[str, str]]:
    with shop.app.app_context():
        rows = db.session.execute(select(Finding.kind, Finding.detail).order_by(Finding.id))
        return [(kind, detail) for kind, detail in rows]


def _search(shop: Shop) -> None:
    """Eleven minutes later the lost one is searched for."""
    with shop.app.app_context():
        pass_time(minutes=11)
    shop.task("checkouts-lost")


def _states(shop: Shop) -> list[str]:
    return [state.value for state in shop.column(Checkout.state)]


def _all_sessions(shop: Shop) -> list[str]:
    return shop.sessions_at_stripe(shop.column(Enrolment.public_id)[0])


@pytest.mark.failure_mode(21)
@pytest.mark.parametrize(("stage", "made"), [("during", 1), ("after", 2)])
def test_an_error_of_stripes_leads_to_a_page_in_the_same_submit(
    shop: Shop, stripe: StripeClient, stage: str, made: int
) -> None:
    ada = shop.buyer("ada")
    _fail(stripe, 500, stage)
    session_id = ada.open()
    assert _states(shop) == ["abandoned", "open"]
    assert len(_all_sessions(shop)) == made
    _search(shop)
    lost = [stripe.session(one)["status"] for one in _all_sessions(shop) if one != session_id]
    assert lost == ["expired"] * (made - 1)
    assert _states(shop) == ["abandoned" if made == 1 else "expired", "open"]
    assert shop.column(Checkout.look_at) == [None, None]
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"
    assert _findings(shop) == []
    with shop.app.app_context():
        assert_in_order()


@pytest.mark.failure_mode(21)
def test_while_stripe_fails_nothing_is_lost_and_the_first_submit_after_it_leads_to_a_page(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    _fail(stripe, 500, "during", times=None)
    for _ in range(7):
        assert ada.submit_payment().location == ada.place
        assert "does not answer just now. Your seat is kept" in ada.page()
    stripe.clear_faults()
    session_id = ada.open()
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"


@pytest.mark.parametrize("status", [500, 401, 429])
def test_who_could_not_be_led_to_a_page_leaves_at_any_time(
    shop: Shop, stripe: StripeClient, status: int
) -> None:
    ada = shop.buyer("ada")
    ben = shop.buyer("ben")
    stripe.fault(kind="status", status=status, stage="before", path="/v1", times=None)
    ada.submit_payment()
    ada.give_up()
    assert (ada.state, ben.state) == ("left", "held")


def test_a_lost_page_that_is_paid_all_the_same_has_its_seat(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    _fail(stripe, 500, "after", times=2)
    assert ada.submit_payment().location == ada.place
    stripe.pay(_all_sessions(shop)[0])
    _search(shop)
    assert sorted(_states(shop)) == ["completed", "expired"]
    assert ada.state == "enrolled"
    assert [kind for kind, _ in _findings(shop)] == ["checkout_repaired"]


def test_a_lost_page_that_is_paid_after_the_place_has_ended_goes_back_or_has_a_free_seat(
    shop: Shop, stripe: StripeClient
) -> None:
    """Only its event shows it, by the reference that it carries."""
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    _fail(stripe, 500, "after", times=2)
    ada.submit_payment()
    ada.give_up()
    assert (ada.state, ben.state) == ("left", "held")
    lost = _all_sessions(shop)[0]
    stripe.pay(lost)
    shop.send_event(COMPLETED, lost)
    assert (ada.state, ben.state) == ("left", "held")
    shop.task("refunds")
    intent = str(stripe.session(lost)["payment_intent"])
    assert [one["amount"] for one in stripe.refunds(intent)] == [64000]


def _held_until(shop: Shop) -> object:
    return shop.column(Enrolment.held_until)[0]


@pytest.mark.failure_mode(21)
def test_a_key_that_stripe_does_not_take_is_a_finding_and_the_seat_is_paid_once_it_does(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    _fail(stripe, 401, "before", times=4)
    for _ in range(4):
        assert ada.submit_payment().location == ada.place
        page = ada.page()
        assert "does not accept our access key just now" in page
        assert "Nothing was charged" in page
    assert _findings(shop) == [("stripe_key_refused", "Invalid API Key provided: sk_test_***")]
    held_until = _held_until(shop)
    session_id = ada.open()
    assert (_states(shop), _held_until(shop)) == (["open"], held_until)
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"
    shop.task("stripe-catch-up")
    assert shop.column(Finding.closed_at)[0] is not None


def test_what_stripe_refuses_is_shown_and_keeps_nobody_from_paying(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    _fail(stripe, 404, "before", times=6)
    for _ in range(6):
        assert ada.submit_payment().location == ada.place
        assert "refused to open a payment page" in ada.page()
    assert [kind for kind, _ in _findings(shop)] == ["checkout_refused"]
    session_id = ada.open()
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"


@pytest.mark.parametrize("behind", [60, 120, 240])
def test_a_clock_that_is_behind_stripes_sells_seats(
    shop: Shop, stripe: StripeClient, behind: int, stripes_clock: None
) -> None:
    ada: Buyer = shop.buyer("ada")
    with shop.app.app_context():
        stripe.control("clock", now=clock.now().timestamp() + behind)
    session_id = ada.open()
    assert stripe.session(session_id)["status"] == "open"
