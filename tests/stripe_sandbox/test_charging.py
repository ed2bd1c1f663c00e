"""What an attempt leaves behind: intent, charge and events, paid or refused."""

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control, open_checkout, pay, sdk, types


def _intent(client: V1Services, checkout_id: str) -> stripe.PaymentIntent:
    checkout = client.checkout.sessions.retrieve(
        checkout_id, params={"expand": ["payment_intent.latest_charge"]}
    )
    assert isinstance(checkout.payment_intent, stripe.PaymentIntent)
    return checkout.payment_intent


def test_a_paid_card_captures_the_amount(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client, payment_intent_data={"metadata": {"hold": "h1"}})
    pay(running, checkout.id)
    intent = _intent(client, checkout.id)
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (intent.status, intent.amount_received) == ("succeeded", 12_000)
    assert (charge.status, charge.captured, charge.amount) == ("succeeded", True, 12_000)
    assert charge.metadata.to_dict() == intent.metadata.to_dict() == {"hold": "h1"}
    assert types(client) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_a_refused_card_leaves_a_failed_charge_on_record(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_card_chargeDeclined")
    intent = _intent(client, checkout.id)
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.decline_code == "generic_decline"
    assert (charge.status, charge.paid, charge.failure_code) == ("failed", False, "card_declined")
    assert types(client)[-2:] == ["charge.failed", "payment_intent.payment_failed"]


def test_a_second_card_pays_the_same_intent(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_card_chargeDeclined")
    first = _intent(client, checkout.id).id
    pay(running, checkout.id)
    intent = _intent(client, checkout.id)
    assert (intent.id, intent.status, intent.last_payment_error) == (first, "succeeded", None)
    assert [c.status for c in client.charges.list(params={"payment_intent": first}).data] == [
        "succeeded",
        "failed",
    ]


def test_a_card_set_up_in_person_is_charged_later_without_a_challenge(
    running: RunningSandbox, client: V1Services
) -> None:
    data = {"setup_future_usage": "off_session"}
    checkout = open_checkout(client, payment_intent_data=data)
    pay(running, checkout.id, "pm_card_authenticationRequiredOnSetup")
    first = _intent(client, checkout.id)
    url = f"{running.url}/c/challenge/{first.id}"
    requests.post(url, data={"result": "pass"}, timeout=10, allow_redirects=False)
    first = _intent(client, checkout.id)
    later = client.payment_intents.create(
        params={
            "amount": 5000,
            "currency": "eur",
            "customer": str(first.customer),
            "payment_method": str(first.payment_method),
            "off_session": True,
            "confirm": True,
        }
    )
    assert later.status == "succeeded"


def test_a_saved_card_can_be_made_to_fail_later(
    running: RunningSandbox, client: V1Services
) -> None:
    data = {"setup_future_usage": "off_session"}
    checkout = open_checkout(client, payment_intent_data=data)
    pay(running, checkout.id)
    first = _intent(client, checkout.id)
    control(running, f"payment_methods/{first.payment_method}", behaviour="insufficient_funds")
    with pytest.raises(stripe.CardError) as refused:
        client.payment_intents.create(
            params={
                "amount": 5000,
                "currency": "eur",
                "customer": str(first.customer),
                "payment_method": str(first.payment_method),
                "off_session": True,
                "confirm": True,
            }
        )
    assert refused.value.code == "card_declined"
    assert refused.value.error is not None
    assert refused.value.error.decline_code == "insufficient_funds"


def test_an_event_shows_the_object_as_it_was_then(
    running: RunningSandbox, client: V1Services
) -> None:
    pay(running, open_checkout(client).id)
    events = client.events.list(params={"type": "payment_intent.created"}).data
    assert events[0].data.object["status"] == "requires_payment_method"
    assert sdk(running.url).payment_intents.list().data[0].status == "succeeded"
