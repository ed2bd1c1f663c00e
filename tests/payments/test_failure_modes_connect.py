"""Practices on accounts of their own, against the stand-in Stripe: direct charges, the platform's part, moving."""

import dataclasses
import json
from collections.abc import Iterator

import pytest
import requests
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.actions import account_moves
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support.buying import Shop, open_shop
from tests.support.connected_shop import now, paid, set_up, use_own
from tests.support.stripe_client import KEY, StripeClient

pytestmark = pytest.mark.failure_mode(30)


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Iterator[Shop]:
    """Two seats of a practice that is about to get an account of its own; the platform keeps 2.5 %."""
    found = open_shop(app, stripe, seats=2)
    settings = app.extensions["mentorhub.settings"]
    app.extensions["mentorhub.settings"] = dataclasses.replace(settings, platform_fee_bps=250)
    yield found
    stripe.clear_faults()


def _fees(shop: Shop) -> list[tuple[int, int]]:
    """(amount, what of it went back) of each fee of the platform's."""
    found = list(shop.stripe.listed("application_fees"))
    return [(fee["amount"], fee["amount_refunded"]) for fee in found]


def test_a_direct_charge_carries_the_platforms_part_and_a_refund_gives_it_back(
    shop: Shop, stripe: StripeClient
) -> None:
    before = len(_fees(shop))
    account = use_own(shop)
    session_id = paid(shop, shop.buyer("ada"), account)
    assert "error" in stripe.session(session_id)
    assert shop.column(Payment.stripe_account) == [account]
    assert shop.column(Payment.application_fee_minor) == [1600]
    assert _fees(shop)[: len(_fees(shop)) - before] == [(1600, 0)]
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        payment = session.scalars(db.select(Payment)).one()
        payment.send_back(32000, reason="test", now=payment.captured_at)
    shop.task("refunds")
    assert shop.column(Refund.state) == ["succeeded"]
    assert _fees(shop)[0] == (1600, 800)


def test_the_part_is_of_what_is_truly_paid(shop: Shop, stripe: StripeClient) -> None:
    account = use_own(shop)
    shop.change(Practice, takes_promotion_codes=True)
    there = stripe.on(account)
    coupon = there.create("coupons", percent_off="50")["id"]
    code = f"HALF{coupon[:6].upper()}"
    promotion = {"promotion[type]": "coupon", "promotion[coupon]": coupon}
    assert "id" in there.create("promotion_codes", code=code, **promotion)
    paid(shop, shop.buyer("ada"), account, code=code)
    assert shop.column(Payment.amount_minor) == [32000]
    assert shop.column(Payment.application_fee_minor) == [800]
    assert shop.column(Checkout.promotion_code)[0].startswith("promo_")


def test_a_code_of_another_account_is_none_here(shop: Shop, stripe: StripeClient) -> None:
    coupon = stripe.create("coupons", percent_off="50")["id"]
    code = f"ELSE{coupon[:6].upper()}"
    stripe.create(
        "promotion_codes", code=code, **{"promotion[type]": "coupon", "promotion[coupon]": coupon}
    )
    use_own(shop)
    shop.change(Practice, takes_promotion_codes=True)
    answer = shop.buyer("ada").submit_payment(code=code)
    assert (answer.status_code, "There is no such code." in answer.text) == (422, True)


def test_a_practice_moves_and_what_was_paid_stays(shop: Shop, stripe: StripeClient) -> None:
    old = use_own(shop)
    paid(shop, shop.buyer("ada"), old)
    new = use_own(shop)
    ben = shop.buyer("ben")
    paid(shop, ben, new)
    assert shop.column(Payment.stripe_account) == [old, new]
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        for payment in session.scalars(db.select(Payment)):
            payment.send_back(payment.amount_minor, reason="test", now=payment.captured_at)
    shop.task("refunds")
    assert shop.column(Refund.state) == ["succeeded", "succeeded"]
    assert shop.column(Refund.stripe_account) == [old, new]


def test_a_move_waits_for_an_open_page_and_opens_none_meanwhile(
    shop: Shop, stripe: StripeClient
) -> None:
    old = use_own(shop)
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    session_id = ada.open()
    new = set_up(shop)
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        chosen = session.scalars(
            db.select(StripeConnection.id).where(StripeConnection.stripe_account == new)
        ).one()
    with shop.app.app_context():
        account_moves.choose_connection(chosen, viewer=USER(shop.scene.mentor_id))
    shop.task("stripe-accounts-moved")
    assert now(shop) == (old, "ready", False)
    assert "Payments are stopped just now" in ben.page()
    stripe.on(old).pay(session_id)
    assert ada.come_back(session_id) == "enrolled"
    shop.task("stripe-accounts-moved")
    assert now(shop) == (new, "ready", True)
    paid(shop, ben, new)


def test_every_call_says_whose_account_it_is_about(shop: Shop, stripe: StripeClient) -> None:
    account = use_own(shop)
    paid(shop, shop.buyer("ada"), account)
    answer = requests.get(
        f"{stripe.url}/v1/payment_intents",
        auth=KEY,
        headers={"Stripe-Account": "acct_nobody"},
        timeout=10,
    )
    assert (answer.status_code, json.loads(answer.text)["error"]["code"]) == (
        403,
        "account_invalid",
    )
