"""Paying a checkout: once, at its price, with what it promised."""

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control, open_checkout, pay, types


def test_a_checkout_is_paid_once(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    assert pay(running, checkout.id).status_code == 200
    again = pay(running, checkout.id)
    assert again.status_code == 400
    assert "no longer active" in again.json()["error"]["message"]
    assert len(client.charges.list().data) == 1


def test_a_guest_has_no_customer(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id)
    assert client.checkout.sessions.retrieve(checkout.id).customer is None
    assert client.customers.list().data == []


@pytest.mark.parametrize(
    "promise",
    [
        {"customer_creation": "always"},
        {"payment_intent_data": {"setup_future_usage": "off_session"}},
    ],
)
def test_a_promised_customer_is_made_from_who_paid(
    running: RunningSandbox, client: V1Services, promise: dict[str, object]
) -> None:
    checkout = open_checkout(client, **promise)
    pay(running, checkout.id, "pm_card_chargeDeclined")
    assert client.checkout.sessions.retrieve(checkout.id).customer is None
    pay(running, checkout.id, email="ada@example.com", name="Ada")
    (customer,) = client.customers.list().data
    paid = client.checkout.sessions.retrieve(checkout.id, params={"expand": ["payment_intent"]})
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    assert paid.customer == paid.payment_intent.customer == customer.id


def test_a_card_to_be_charged_again_is_attached_to_the_customer(
    running: RunningSandbox, client: V1Services
) -> None:
    ada = client.customers.create(params={"email": "ada@example.com"})
    data = {"setup_future_usage": "off_session"}
    checkout = open_checkout(client, customer=ada.id, payment_intent_data=data)
    pay(running, checkout.id)
    (intent,) = client.payment_intents.list(params={"customer": ada.id}).data
    method = client.payment_methods.retrieve(str(intent.payment_method))
    assert method.customer == ada.id
    assert method.card is not None
    assert method.card.last4 == "4242"
    assert "payment_method.attached" in types(client)


def test_a_card_charged_once_is_not_attached(running: RunningSandbox, client: V1Services) -> None:
    ada = client.customers.create()
    pay(running, open_checkout(client, customer=ada.id).id)
    (intent,) = client.payment_intents.list().data
    assert client.payment_methods.retrieve(str(intent.payment_method)).customer is None


@pytest.mark.parametrize(
    ("debit", "payment_status", "emitted"),
    [
        (
            "settled",
            "paid",
            ["charge.succeeded", "payment_intent.succeeded", "async_payment_succeeded"],
        ),
        (
            "failed",
            "unpaid",
            ["charge.failed", "payment_intent.payment_failed", "async_payment_failed"],
        ),
    ],
)
def test_a_debit_is_decided_by_the_control_api(
    running: RunningSandbox,
    client: V1Services,
    debit: str,
    payment_status: str,
    emitted: list[str],
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_sepaDebit_processing")
    running.move_clock(3600)
    (intent,) = client.payment_intents.list().data
    assert intent.status == "processing"
    control(running, f"payment_intents/{intent.id}", debit=debit)
    decided = client.checkout.sessions.retrieve(checkout.id)
    assert (decided.status, decided.payment_status) == ("complete", payment_status)
    assert [name.removeprefix("checkout.session.") for name in types(client)[-3:]] == emitted
    url = f"{running.url}/_sandbox/payment_intents/{intent.id}"
    assert requests.post(url, json={"debit": debit}, timeout=10).status_code == 400


def test_an_intent_that_waits_for_no_challenge_refuses_one(
    running: RunningSandbox, client: V1Services
) -> None:
    intent = client.payment_intents.create(params={"amount": 5000, "currency": "eur"})
    url = f"{running.url}/c/challenge/{intent.id}"
    assert requests.post(url, data={"result": "pass"}, timeout=10).status_code == 410
    assert client.payment_intents.retrieve(intent.id).status == "requires_payment_method"
