"""The pay page's endpoint for programs."""

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, open_checkout, pay, sdk


def test_a_token_pays_without_a_browser(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client, customer_email="ada@example.com")
    answer = pay(running, checkout.id, expected_amount=12_000).json()
    assert (answer["status"], answer["payment_status"]) == ("complete", "paid")
    assert answer["customer_details"]["email"] == "ada@example.com"


def test_the_page_can_be_read(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    url = f"{running.url}/v1/payment_pages/{checkout.id}"
    assert requests.get(url, auth=(KEY, ""), timeout=10).json()["id"] == checkout.id


@pytest.mark.parametrize(
    ("more", "status", "param"),
    [
        ({"expected_amount": "1"}, 400, "expected_amount"),
        ({"payment_method": ""}, 400, "payment_method"),
        ({"payment_method": "pm_none"}, 400, "payment_method"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_a_mistake_leaves_the_checkout_open(
    shared: RunningSandbox, more: dict[str, str], status: int, param: str
) -> None:
    client = sdk(shared.url)
    checkout = open_checkout(client)
    url = f"{shared.url}/v1/payment_pages/{checkout.id}/confirm"
    data = {"payment_method": "pm_card_visa", **more}
    response = requests.post(url, data=data, auth=(KEY, ""), timeout=10)
    assert (response.status_code, response.json()["error"]["param"]) == (status, param)
    assert client.checkout.sessions.retrieve(checkout.id).status == "open"


def test_a_checkout_that_costs_something_needs_a_method(
    running: RunningSandbox, client: V1Services
) -> None:
    url = f"{running.url}/v1/payment_pages/{open_checkout(client).id}/confirm"
    response = requests.post(url, auth=(KEY, ""), timeout=10)
    assert (response.status_code, response.json()["error"]["param"]) == (400, "payment_method")


def test_a_challenge_leaves_the_checkout_open(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    answer = pay(running, checkout.id, "pm_card_authenticationRequired")
    assert (answer.status_code, answer.json()["status"]) == (200, "open")
