"""The button that leads to payment: stopped payments are said, and a promotion code is refused beside its field."""

import datetime as dt
import secrets

import pytest
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.payments.actions import promotions
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import promotions as gateway
from tests.support import factories, lost_codes
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


def test_guessing_at_codes_is_put_off_with_a_time_and_paying_without_one_is_not(
    app: Flask, shop: Shop, stripe: StripeClient
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    right, ada = _code(stripe, percent_off="25"), shop.buyer("ada")
    for number in range(10):
        assert "There is no such code." in _refused(ada, f"GUESS-{number}")
    for code in (right, "GUESS-10"):  # the answer says nothing about the code
        answer = ada.submit_payment(code=code)
        assert answer.status_code == 429
        assert "Too many codes were tried. Please try again in" in answer.text
        assert f'value="{code}"' in answer.text
    assert shop.column(Checkout.id) == []
    with clock.moved(dt.timedelta(minutes=16)):
        assert "There is no such code." in _refused(ada, "GUESS-11")
    session = stripe.session(ada.open())
    assert session["amount_total"] == 64000


def test_a_code_that_applies_and_what_is_no_guess_do_not_count(
    app: Flask, shop: Shop, stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    code, ada = _code(stripe, percent_off="25"), shop.buyer("ada")
    with monkeypatch.context() as patch:
        patch.setattr(gateway, "find_code", lambda *_, **__: _raise(StripeUnavailable()))
        for _ in range(11):
            assert ada.submit_payment(code=code).status_code == 303
    first = ada.open(code=code)
    for _ in range(11):
        assert ada.open(code=code) == first


def test_a_network_is_put_off_whatever_place_it_guesses_at(
    app: Flask, shop: Shop, stripe: StripeClient
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    statuses = []
    for name in ("ada", "ben", "cleo", "dora", "emil", "fay"):
        guesser = shop.buyer(name)
        statuses += [guesser.submit_payment(code="GUESS").status_code for _ in range(9)]
    assert statuses == [422] * 50 + [429] * 4


def test_a_code_of_another_practice_or_one_switched_off_here_is_none(
    app: Flask, shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    with app.app_context():
        words = lost_codes.unused_words()
        other, owner = factories.practice(mentor_email="rival@example.org", name="Another")
        promotions.make_code(other, viewer=USER(owner), words=words)
        own = lost_codes.unused_words()
        lost_codes.make(shop.scene, own)
    assert "There is no such code." in _refused(ada, words.code)
    stripe.fault(kind="status", status=503, method="POST", path=f"{lost_codes.CODES}/*$", times=9)
    with app.app_context(), pytest.raises(StripeUnavailable):
        promotions.end_code(lost_codes.rows()[-1].public_id, viewer=USER(shop.scene.mentor_id))
    stripe.clear_faults()
    assert lost_codes.at_stripe(stripe, own.code)[0][1]  # Stripe has it active still
    assert "There is no such code." in _refused(ada, own.code.lower())
    assert shop.column(Checkout.id) == []


def _raise(error: Exception) -> None:
    raise error


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
