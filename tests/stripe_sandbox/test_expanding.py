"""Expanding: whole objects where ids stand."""

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import open_checkout, pay


def test_line_items_and_the_charge_come_with_the_checkout(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id)
    expand = ["line_items", "payment_intent.latest_charge.refunds"]
    whole = client.checkout.sessions.retrieve(checkout.id, params={"expand": expand})
    assert whole.line_items is not None
    assert whole.line_items.data[0].description == "A seat in Listening"
    assert isinstance(whole.payment_intent, stripe.PaymentIntent)
    assert isinstance(whole.payment_intent.latest_charge, stripe.Charge)
    assert whole.payment_intent.latest_charge.refunds is not None
    assert whole.payment_intent.latest_charge.refunds.data == []


def test_expanding_what_is_null_leaves_it_null(client: V1Services) -> None:
    checkout = open_checkout(client, expand=["payment_intent"])
    assert checkout.payment_intent is None


def test_a_list_is_expanded_through_its_data(running: RunningSandbox, client: V1Services) -> None:
    pay(running, open_checkout(client).id)
    (intent,) = client.payment_intents.list(params={"expand": ["data.latest_charge"]}).data
    assert isinstance(intent.latest_charge, stripe.Charge)


@pytest.mark.parametrize("path", ["colour", "payment_intent.latest_charge.customer.a.b"])
def test_what_cannot_be_expanded_is_refused(
    running: RunningSandbox, client: V1Services, path: str
) -> None:
    checkout = open_checkout(client)
    with pytest.raises(stripe.InvalidRequestError, match="cannot") as refused:
        client.checkout.sessions.retrieve(checkout.id, params={"expand": [path]})
    assert refused.value.param == "expand"


def test_a_refused_expansion_makes_nothing(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        open_checkout(client, expand=["colour"])
    assert client.checkout.sessions.list().data == []
