"""Promotion codes: typed on the page, given at creation, used up, and down to nothing."""

from typing import Any

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import given, item, open_checkout, pay, types


def promotion(
    client: V1Services, coupon: Any = None, **code: Any
) -> tuple[stripe.Coupon, stripe.PromotionCode]:
    """A coupon, 100 % off unless given otherwise, and its code."""
    made = client.coupons.create(params=given(**(coupon or {"percent_off": 100})))
    params: Any = {"promotion": {"type": "coupon", "coupon": made.id}, **code}
    return made, client.promotion_codes.create(params=params)


def type_code(checkout: stripe.checkout.Session, code: str) -> requests.Response:
    """Type the code on the pay page."""
    return requests.post(
        f"{checkout.url}/promotion", data={"promotion": code}, timeout=10, allow_redirects=False
    )


def test_a_code_typed_on_the_page_takes_the_price_down(client: V1Services) -> None:
    promotion(client, {"percent_off": 25}, code="QUARTER")
    checkout = open_checkout(client, allow_promotion_codes=True)
    assert type_code(checkout, "quarter").status_code == 303
    cheaper = client.checkout.sessions.retrieve(checkout.id, params={"expand": ["line_items"]})
    assert (cheaper.amount_subtotal, cheaper.amount_total) == (12_000, 9_000)
    assert cheaper.total_details is not None
    assert cheaper.total_details.amount_discount == 3_000
    assert cheaper.line_items is not None
    assert cheaper.line_items.data[0].amount_discount == 3_000
    assert "90.00 EUR" in requests.get(str(checkout.url), timeout=10).text


def test_everything_off_completes_without_a_payment(
    running: RunningSandbox, client: V1Services
) -> None:
    coupon, code = promotion(client, code="FRIEND")
    checkout = open_checkout(client, allow_promotion_codes=True)
    type_code(checkout, "FRIEND")
    form = {"email": "ada@example.com"}
    answer = requests.post(str(checkout.url), data=form, timeout=10, allow_redirects=False)
    assert answer.status_code == 303
    free = client.checkout.sessions.retrieve(checkout.id)
    assert (free.status, free.payment_status) == ("complete", "no_payment_required")
    assert (free.amount_total, free.payment_intent) == (0, None)
    assert types(client) == ["checkout.session.completed"]
    assert client.coupons.retrieve(coupon.id).times_redeemed == 1
    assert client.promotion_codes.retrieve(code.id).times_redeemed == 1


@pytest.mark.parametrize("by", ["coupon", "promotion_code"])
def test_a_discount_may_be_given_at_creation(client: V1Services, by: str) -> None:
    coupon, code = promotion(client, {"amount_off": 2000, "currency": "eur"})
    discount = {by: coupon.id if by == "coupon" else code.id}
    checkout = open_checkout(client, discounts=[discount])
    assert checkout.amount_total == 10_000
    assert checkout.discounts is not None
    assert checkout.discounts[0].to_dict() == {"coupon": None, "promotion_code": None, **discount}


def test_a_discount_is_spread_over_the_items_to_the_last_cent(client: V1Services) -> None:
    coupon = client.coupons.create(params={"amount_off": 1000, "currency": "eur"})
    items = [item(3333), item(3333), item(3334)]
    checkout = open_checkout(client, line_items=items, discounts=[{"coupon": coupon.id}])
    lines = client.checkout.sessions.line_items.list(checkout.id).data
    assert sum(line.amount_discount for line in lines) == 1000
    assert sum(line.amount_total for line in lines) == checkout.amount_total == 9000


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ({"code": "OTHER"}, "This code is invalid."),
        ({"code": "CODE", "active": False}, "This code is invalid."),
        ({"code": "CODE", "expires_at": 1_000_000_000}, "This code has expired."),
        (
            {
                "code": "CODE",
                "restrictions": {"minimum_amount": 50_000, "minimum_amount_currency": "eur"},
            },
            "below the code&#39;s minimum",
        ),
    ],
)
def test_a_code_that_does_not_apply_is_refused_and_changes_nothing(
    client: V1Services, code: dict[str, Any], said: str
) -> None:
    promotion(client, **code)
    checkout = open_checkout(client, allow_promotion_codes=True)
    answer = type_code(checkout, "CODE")
    assert answer.status_code == 422
    assert said in answer.text
    assert client.checkout.sessions.retrieve(checkout.id).amount_total == 12_000


def test_a_checkout_that_allows_no_codes_takes_none(client: V1Services) -> None:
    promotion(client, code="FRIEND")
    checkout = open_checkout(client)
    assert "Promotion code" not in requests.get(str(checkout.url), timeout=10).text
    assert type_code(checkout, "FRIEND").status_code == 422


def test_a_code_in_another_currency_does_not_apply(client: V1Services) -> None:
    promotion(client, {"amount_off": 2000, "currency": "usd"}, code="USD")
    checkout = open_checkout(client, allow_promotion_codes=True)
    assert "another currency" in type_code(checkout, "USD").text


def test_the_last_redemption_goes_to_who_pays_first(
    running: RunningSandbox, client: V1Services
) -> None:
    promotion(client, code="ONCE", max_redemptions=1)
    first, second = (open_checkout(client, allow_promotion_codes=True) for _ in range(2))
    for checkout in (first, second):
        type_code(checkout, "ONCE")
    assert pay(running, first.id).json()["payment_status"] == "no_payment_required"
    refused = pay(running, second.id)
    assert refused.json()["error"]["code"] == "coupon_expired"
    assert client.checkout.sessions.retrieve(second.id).amount_total == 12_000
    assert pay(running, second.id).json()["payment_status"] == "paid"


def test_a_code_used_up_meanwhile_shows_the_full_price_first(
    running: RunningSandbox, client: V1Services
) -> None:
    promotion(client, code="ONCE", max_redemptions=1)
    first, second = (open_checkout(client, allow_promotion_codes=True) for _ in range(2))
    for checkout in (first, second):
        type_code(checkout, "ONCE")
    pay(running, first.id)
    answer = requests.post(str(second.url), data={"email": "ada@example.com"}, timeout=10)
    assert answer.status_code == 422
    assert "This code has expired." in answer.text
    assert "Pay 120.00 EUR" in answer.text


def test_a_code_for_a_checkout_that_is_over_is_refused(client: V1Services) -> None:
    checkout = open_checkout(client, allow_promotion_codes=True)
    client.checkout.sessions.expire(checkout.id)
    assert type_code(checkout, "ONCE").status_code == 410
    unknown = str(checkout.url).replace(checkout.id, "cs_test_none")
    answer = requests.post(f"{unknown}/promotion", data={"promotion": "ONCE"}, timeout=10)
    assert answer.status_code == 404


def test_a_rest_below_the_minimum_charge_cannot_be_paid(
    running: RunningSandbox, client: V1Services
) -> None:
    promotion(client, {"amount_off": 11_980, "currency": "eur"}, code="NEARLY")
    checkout = open_checkout(client, allow_promotion_codes=True)
    type_code(checkout, "NEARLY")
    assert pay(running, checkout.id).json()["error"]["code"] == "amount_too_small"
    assert client.checkout.sessions.retrieve(checkout.id).status == "open"


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"percent_off": 5, "amount_off": 5},
        {"amount_off": 5},
        {"percent_off": 5, "currency": "eur"},
    ],
)
def test_a_coupon_is_a_percentage_or_an_amount(stranger: V1Services, params: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        stranger.coupons.create(params=params)


def test_names_already_taken_are_refused(client: V1Services) -> None:
    promotion(client, {"percent_off": 5, "id": "five"}, code="FIVE")
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        client.coupons.create(params={"percent_off": 5, "id": "five"})
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        client.promotion_codes.create(
            params={"promotion": {"type": "coupon", "coupon": "five"}, "code": "five"}
        )
    (found,) = client.promotion_codes.list(params={"code": "FIVE"}).data
    assert found.promotion.coupon == "five"
    assert client.promotion_codes.list(params={"active": False}).data == []
