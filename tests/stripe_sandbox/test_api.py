"""The HTTP side: who may ask, in which version, and what every answer carries."""

from typing import Any

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox import checkouts
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, open_checkout, sdk


@pytest.mark.parametrize("key", ["sk_live_secret", "rk_live_secret"])
def test_a_live_key_is_refused(shared: RunningSandbox, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError, match="refuses live keys"):
        sdk(shared.url, key=key).customers.list()


@pytest.mark.parametrize("key", ["sk_test_x", "rk_test_x"])
def test_a_test_key_is_accepted(running: RunningSandbox, key: str) -> None:
    assert sdk(running.url, key=key).customers.list().data == []


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "did not provide an API key"),
        ({"Authorization": "Bearer pk_test_public"}, "Invalid API Key"),
        ({"Authorization": "Basic !!!"}, "did not provide an API key"),
        ({"Authorization": "Digest sk_test_x"}, "did not provide an API key"),
    ],
)
def test_a_request_without_a_secret_key_gets_401(
    shared: RunningSandbox, headers: dict[str, str], said: str
) -> None:
    response = requests.get(f"{shared.url}/v1/customers", headers=headers, timeout=10)
    assert response.status_code == 401
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert said in response.json()["error"]["message"]


def test_a_key_may_come_as_the_basic_user(shared: RunningSandbox) -> None:
    url = f"{shared.url}/v1/customers"
    assert requests.get(url, auth=(KEY, ""), timeout=10).status_code == 200


def test_every_answer_carries_a_request_id(shared: RunningSandbox) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk(shared.url).customers.retrieve("cus_none")
    assert str(refused.value.request_id).startswith("req_")


def test_another_api_version_is_refused(shared: RunningSandbox) -> None:
    headers = {"Stripe-Version": "2020-08-27"}
    response = requests.get(
        f"{shared.url}/v1/customers", headers=headers, auth=(KEY, ""), timeout=10
    )
    assert response.status_code == 400
    assert "2026-10-28.endive" in response.json()["error"]["message"]


def test_a_fault_rolls_back_and_is_answered_500(
    running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(call: Call, checkout: Any) -> Any:
        call.save(checkout)
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(checkouts, "save", broken)
    client = sdk(running.url)
    with pytest.raises(stripe.APIError) as fault:
        open_checkout(client)
    assert fault.value.http_status == 500
    assert client.checkout.sessions.list().data == []
