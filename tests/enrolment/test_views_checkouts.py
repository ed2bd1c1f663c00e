"""The button that leads to payment: stopped payments are said, and a promotion code is refused beside its field."""

import secrets

import pytest
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.payments.models.checkouts import Checkout
from tests.support.buying import Buyer, Shop, open_shop
from tests.support.stripe_client import StripeClient


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Shop:
    """A practice that takes codes."""
    found = open_shop(app, stripe, seats=2)
    found.change(Practice, takes_promotion_codes=True)
    return found


def _code(stripe: StripeClient, **coupon: str) -> str:
    made = stripe.create("coupons", **coupon)["id"]
    code = f"CIRCLE{secrets.token_hex(4).upper()}"
    stripe.create(
        "promotion_codes", code=code, **{"promotion[type]": "coupon", "promotion[coupon]": made}
    )
    return code


def _refused(ada: Buyer, code: str) -> str:
    answer = ada.submit_payment(code=code)
    assert answer.status_code == 422
    assert f'value="{code}"' in answer.text
    assert 'id="promotion-code-error"' in answer.text
    return answer.text


def test_a_code_takes_its_part_off_before_the_page_opens(shop: Shop, stripe: StripeClient) -> None:
    code = _code(stripe, percent_off="25")
    session = stripe.session(shop.buyer("ada").open(code=code))
    assert (session["amount_subtotal"], session["amount_total"]) == (64000, 48000)
    assert shop.column(Checkout.discount_minor) == [16000]
    assert session["allow_promotion_codes"] is None


def test_what_is_no_code_or_does_not_apply_is_said_and_can_be_corrected(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    assert "There is no such code." in _refused(ada, "NOTHING")
    assert "not for this price" in _refused(ada, _code(stripe, amount_off="500", currency="usd"))
    words = "less would be left to pay than Stripe can take"
    assert words in _refused(ada, _code(stripe, amount_off="63980", currency="eur"))
    assert "at most 60 characters" in _refused(ada, "X" * 61)
    assert shop.column(Checkout.id) == []
    ada.open(code="")
    assert shop.column(Checkout.discount_minor) == [0]


def test_a_code_comes_too_late_once_a_page_is_open(shop: Shop, stripe: StripeClient) -> None:
    ada = shop.buyer("ada")
    first = ada.open()
    assert "promotion-code" not in ada.page()
    answer = ada.submit_payment(code=_code(stripe, percent_off="25"))
    assert answer.status_code == 422
    assert "A payment page without this code is open already." in answer.text
    assert ada.open() == first


def test_a_practice_without_codes_shows_no_field_and_takes_none(
    shop: Shop, stripe: StripeClient
) -> None:
    shop.change(Practice, takes_promotion_codes=False)
    ada = shop.buyer("ada")
    assert "promotion-code" not in ada.page()
    answer = ada.submit_payment(code=_code(stripe, percent_off="25"))
    assert answer.status_code == 422
    assert "This programme takes no promotion codes." in answer.text


def test_while_payments_are_stopped_the_page_says_so_and_offers_no_button(shop: Shop) -> None:
    ada = shop.buyer("ada")
    shop.change(Practice, stripe_account="acct_1", stripe_state=StripeState.BLOCKED)
    page = ada.page()
    assert "Payments are stopped just now" in page
    assert "Go to payment" not in page
    assert "Time left" not in page
    answer = ada.submit_payment()
    assert answer.status_code == 303
    assert "Your seat stays yours meanwhile" in ada.page()
    assert ada.state == "held"
    public = shop.app.test_client().get(f"/programs/{shop.scene.slug}").text
    assert "You can take a place all the same" in public
