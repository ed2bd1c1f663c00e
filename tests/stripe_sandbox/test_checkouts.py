"""Checkout Sessions: how they begin, what they refuse, how they end."""

from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import SEAT, item, open_checkout, pay, types

HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 60 * 60


def test_a_new_checkout_is_open_and_unpaid(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client, metadata={"hold": "h1"}, client_reference_id="e1")
    assert checkout.id.startswith("cs_test_")
    assert (checkout.status, checkout.payment_status) == ("open", "unpaid")
    assert checkout.url == f"{running.url}/c/pay/{checkout.id}"
    assert checkout.payment_intent is None
    assert checkout.line_items is None
    assert (checkout.amount_subtotal, checkout.amount_total, checkout.currency) == (
        12_000,
        12_000,
        "eur",
    )
    assert checkout.metadata is not None
    assert checkout.metadata.to_dict() == {"hold": "h1"}
    assert checkout.client_reference_id == "e1"
    assert checkout.expires_at == checkout.created + A_DAY
    assert checkout.livemode is False


def test_a_paid_checkout_is_complete_and_has_no_address(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, email="ada@example.com", name="Ada")
    paid = client.checkout.sessions.retrieve(checkout.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert str(paid.payment_intent).startswith("pi_")
    assert paid.customer_details is not None
    assert (paid.customer_details.email, paid.customer_details.name) == ("ada@example.com", "Ada")


def test_an_expired_checkout_cannot_be_paid(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    expired = client.checkout.sessions.expire(checkout.id)
    assert (expired.status, expired.payment_status, expired.url) == ("expired", "unpaid", None)
    assert types(client) == ["checkout.session.expired"]
    assert pay(running, checkout.id).status_code == 400
    assert types(client) == ["checkout.session.expired"]


@pytest.mark.parametrize("status", ["expired", "complete"])
def test_only_an_open_checkout_can_be_expired(
    running: RunningSandbox, client: V1Services, status: str
) -> None:
    checkout = open_checkout(client)
    if status == "expired":
        client.checkout.sessions.expire(checkout.id)
    else:
        pay(running, checkout.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.checkout.sessions.expire(checkout.id)
    assert refused.value.http_status == 400
    assert refused.value.user_message == (
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session '
        f"has a status of `{status}`."
    )


def test_expiring_cancels_the_intent_of_a_refused_attempt(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_card_chargeDeclined")
    client.checkout.sessions.expire(checkout.id)
    (intent,) = client.payment_intents.list().data
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
        ({"ui_mode": "hosted"}, "ui_mode", None),
        ({"mode": "subscription"}, "mode", None),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"line_items": None}, "line_items", "parameter_missing"),
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"success_url": "thanks"}, "success_url", "url_invalid"),
        ({"client_reference_id": "x" * 201}, "client_reference_id", None),
        ({"customer_email": "ada"}, "customer_email", "email_invalid"),
        ({"customer": "cus_none"}, "customer", "resource_missing"),
        ({"customer": "cus_1", "customer_email": "a@b.example"}, "customer", None),
        ({"discounts": [{"coupon": "c"}], "allow_promotion_codes": True}, "allow_promotion_codes", None),
        ({"line_items": [SEAT] * 101}, "line_items", None),
        ({"line_items": [item(100), item(100, currency="usd")]}, "line_items", None),
        ({"line_items": [item(20)]}, None, "amount_too_small"),
        (
            {"line_items": [{**SEAT, "colour": "red"}]},
            "line_items[0][colour]",
            "parameter_unknown",
        ),
        ({"line_items": [item(-1)]}, "line_items[0][price_data][unit_amount]", "parameter_invalid_integer"),
        ({"allowed_payment_method_types": ["alipay"]}, "allowed_payment_method_types", None),
        ({"allowed_payment_method_types": ["cheque"]}, "allowed_payment_method_types[0]", None),
    ],
)  # fmt: skip
def test_a_checkout_stripe_would_refuse_is_refused(
    stranger: V1Services, changes: dict[str, Any], param: str | None, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_checkout(stranger, **changes)
    assert (refused.value.http_status, refused.value.param, refused.value.code) == (
        400,
        param,
        code,
    )
    assert stranger.checkout.sessions.list().data == []


@pytest.mark.parametrize("seconds", [HALF_AN_HOUR, A_DAY])
def test_an_expiry_within_stripes_limits_is_stored(
    running: RunningSandbox, client: V1Services, seconds: int
) -> None:
    at = running.sandbox.clock.now() + seconds
    # the clock may tick between reading it and the request: 24 h stay within, half an hour may not
    at += 2 if seconds == HALF_AN_HOUR else 0
    assert open_checkout(client, expires_at=at).expires_at == at


@pytest.mark.parametrize("seconds", [HALF_AN_HOUR - 1, A_DAY + 5])
def test_an_expiry_outside_stripes_limits_is_refused(
    running: RunningSandbox, client: V1Services, seconds: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="expires_at") as refused:
        open_checkout(client, expires_at=running.sandbox.clock.now() + seconds)
    assert refused.value.param == "expires_at"


@pytest.mark.parametrize(
    ("currency", "allowed", "offered"),
    [
        ("eur", None, ["card", "sepa_debit"]),
        ("usd", None, ["card", "us_bank_account"]),
        ("gbp", None, ["card", "bacs_debit"]),
        ("chf", None, ["card"]),
        ("eur", ["card"], ["card"]),
    ],
)
def test_a_delayed_method_is_offered_only_where_it_is_allowed(
    stranger: V1Services, currency: str, allowed: list[str] | None, offered: list[str]
) -> None:
    items = [item(5000, currency=currency)]
    checkout = open_checkout(stranger, line_items=items, allowed_payment_method_types=allowed)
    assert checkout.payment_method_types == offered


def test_line_items_are_listed_in_their_order_by_pages(client: V1Services) -> None:
    checkout = open_checkout(
        client, line_items=[item(100), item(200), {**item(300), "quantity": 2}]
    )
    lines = client.checkout.sessions.line_items
    first = lines.list(checkout.id, params={"limit": 2})
    rest = lines.list(checkout.id, params={"starting_after": first.data[-1].id})
    assert [one.amount_total for one in first.data] == [100, 200]
    assert [(one.amount_total, one.quantity) for one in rest.data] == [(600, 2)]
    assert (first.has_more, rest.has_more) == (True, False)
    before = lines.list(checkout.id, params={"ending_before": rest.data[0].id, "limit": 1})
    assert ([one.amount_total for one in before.data], before.has_more) == ([200], True)
    assert checkout.amount_total == 900
    with pytest.raises(stripe.InvalidRequestError, match="No such line item"):
        lines.list(checkout.id, params={"starting_after": "li_none"})


def test_checkouts_are_found_by_status_and_customer(client: V1Services) -> None:
    customer = client.customers.create()
    mine = open_checkout(client, customer=customer.id)
    client.checkout.sessions.expire(open_checkout(client).id)
    listed = client.checkout.sessions.list
    assert [one.id for one in listed(params={"status": "open"}).data] == [mine.id]
    assert [one.id for one in listed(params={"customer": customer.id}).data] == [mine.id]


def test_tax_comes_to_nothing_and_is_complete_once_paid(
    running: RunningSandbox, client: V1Services
) -> None:
    priced = {**SEAT, "price_data": {**SEAT["price_data"], "tax_behavior": "inclusive"}}  # type: ignore[dict-item]
    checkout = open_checkout(client, automatic_tax={"enabled": True}, line_items=[priced])
    assert checkout.automatic_tax.status == "requires_location_inputs"
    pay(running, checkout.id)
    paid = client.checkout.sessions.retrieve(checkout.id)
    assert (paid.automatic_tax.status, paid.amount_subtotal, paid.amount_total) == (
        "complete",
        12_000,
        12_000,
    )


def test_tax_needs_a_price_that_says_whether_it_holds_it(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="tax_behavior"):
        open_checkout(client, automatic_tax={"enabled": True})
    assert open_checkout(client, automatic_tax={"enabled": False}).automatic_tax.status is None
