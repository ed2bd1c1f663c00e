"""PaymentIntents made through the API: instalments charged while the buyer is away."""

from typing import Any

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import given, types

FIFTY: Any = {"amount": 5000, "currency": "eur"}
NOW: Any = {**FIFTY, "confirm": True}
AWAY: Any = {**NOW, "off_session": True}


def test_an_intent_confirmed_at_once_is_paid(client: V1Services) -> None:
    intent = client.payment_intents.create(
        params=given(**AWAY, payment_method="pm_card_visa", metadata={"instalment": "2"})
    )
    assert (intent.status, intent.amount_received) == ("succeeded", 5000)
    assert intent.metadata.to_dict() == {"instalment": "2"}


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("pm_card_chargeDeclined", "card_declined"),
        ("pm_card_authenticationRequired", "authentication_required"),
    ],
)
def test_a_refused_instalment_is_402_and_the_intent_waits_for_another_card(
    client: V1Services, token: str, code: str
) -> None:
    with pytest.raises(stripe.CardError) as refused:
        client.payment_intents.create(params=given(**AWAY, payment_method=token))
    assert (refused.value.http_status, refused.value.code) == (402, code)
    assert refused.value.error is not None
    assert refused.value.error.payment_intent is not None
    (intent,) = client.payment_intents.list().data
    assert intent.id == refused.value.error.payment_intent.id
    assert intent.status == "requires_payment_method"
    paid = client.payment_intents.confirm(intent.id, params={"payment_method": "pm_card_visa"})
    assert paid.status == "succeeded"


@pytest.mark.parametrize(
    ("result", "status"), [("pass", "succeeded"), ("fail", "requires_payment_method")]
)
def test_a_challenge_of_an_intent_has_a_page_of_its_own(
    client: V1Services, result: str, status: str
) -> None:
    back = "http://127.0.0.1:9/instalments"
    challenged = "pm_card_authenticationRequired"
    params = given(**NOW, payment_method=challenged, return_url=back)
    intent = client.payment_intents.create(params=params)
    assert intent.status == "requires_action"
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    url = str(intent.next_action.redirect_to_url.url)
    answer = requests.post(url, data={"result": result}, timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert client.payment_intents.retrieve(intent.id).status == status


def test_a_challenge_without_a_way_back_says_how_it_ended(client: V1Services) -> None:
    params = given(**NOW, payment_method="pm_card_authenticationRequired")
    intent = client.payment_intents.create(params=params)
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    url = str(intent.next_action.redirect_to_url.url)
    assert "payment is complete" in requests.post(url, data={"result": "pass"}, timeout=10).text


def test_an_intent_may_be_made_first_and_confirmed_later(client: V1Services) -> None:
    intent = client.payment_intents.create(params=given(**FIFTY, payment_method="pm_card_visa"))
    assert intent.status == "requires_confirmation"
    assert client.payment_intents.confirm(intent.id).status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.payment_intents.confirm(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_an_intent_without_a_method_cannot_be_confirmed(client: V1Services) -> None:
    intent = client.payment_intents.create(params=FIFTY)
    with pytest.raises(stripe.InvalidRequestError, match="missing a payment method"):
        client.payment_intents.confirm(intent.id)


def test_a_cancelled_intent_stays_cancelled(client: V1Services) -> None:
    intent = client.payment_intents.create(params=FIFTY)
    params: Any = {"cancellation_reason": "abandoned"}
    cancelled = client.payment_intents.cancel(intent.id, params=params)
    assert (cancelled.status, cancelled.cancellation_reason) == ("canceled", "abandoned")
    assert types(client) == ["payment_intent.created", "payment_intent.canceled"]
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        client.payment_intents.cancel(intent.id)


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"amount": 49}, "amount", "amount_too_small"),
        ({"currency": "xyz"}, "currency", None),
        ({"currency": "kwd", "amount": 5124}, "amount", None),
        ({"off_session": True}, "off_session", None),
        ({"customer": "cus_none"}, "customer", "resource_missing"),
        ({"confirm": True, "payment_method": "pm_none"}, "payment_method", "resource_missing"),
        ({"capture_method": "manual"}, "capture_method", None),
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
    ],
)
def test_an_intent_stripe_would_refuse_is_refused(
    stranger: V1Services, params: Any, param: str, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stranger.payment_intents.create(params=given(**{**FIFTY, **params}))
    assert (refused.value.param, refused.value.code) == (param, code)
    assert stranger.payment_intents.list().data == []


def test_anothers_card_cannot_be_charged(running: RunningSandbox, client: V1Services) -> None:
    ada, bob = client.customers.create().id, client.customers.create().id
    keep: Any = {"customer": ada, "setup_future_usage": "off_session"}
    first = client.payment_intents.create(
        params=given(**NOW, **keep, payment_method="pm_card_visa")
    )
    with pytest.raises(stripe.InvalidRequestError, match="different Customer"):
        client.payment_intents.create(
            params=given(**AWAY, customer=bob, payment_method=str(first.payment_method))
        )


def test_a_card_that_was_not_attached_cannot_be_charged_again(client: V1Services) -> None:
    ada = client.customers.create().id
    first = client.payment_intents.create(
        params=given(**NOW, customer=ada, payment_method="pm_card_visa")
    )
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        client.payment_intents.create(
            params=given(**AWAY, customer=ada, payment_method=str(first.payment_method))
        )
