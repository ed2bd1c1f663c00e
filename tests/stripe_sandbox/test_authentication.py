"""Which keys and versions are taken, in both namespaces."""

import base64

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.authentication import given_key
from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from mentorhub.stripe_sandbox.settings import SECOND_KEY, SECOND_SECRET
from tests.support.shop import Receiver, connected, open_checkout, sdk, types
from tests.support.stripe_client import StripeClient

PATHS = ("/v1/customers", "/v2/core/accounts")


def test_a_key_is_found_in_either_scheme() -> None:
    basic = base64.b64encode(b"sk_test_x:").decode()
    assert given_key("Bearer sk_test_x") == given_key(f"Basic {basic}") == "sk_test_x"
    assert given_key("Basic ???") == given_key("Digest sk_test_x") == given_key("") == ""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "did not provide an API key"),
        ("sk_live_x", "refuses live keys"),
        ("pk_test_x", "Invalid API Key"),
    ],
)
def test_another_key_is_refused(shared: RunningSandbox, path: str, key: str, said: str) -> None:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = requests.get(shared.url + path, headers=headers, timeout=10)
    assert answer.status_code == 401
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", PATHS)
def test_another_version_is_refused(shared: RunningSandbox, path: str) -> None:
    headers = {"Authorization": "Bearer sk_test_x", "Stripe-Version": "2020-01-01"}
    answer = requests.get(shared.url + path, headers=headers, timeout=10)
    assert (answer.status_code, "2020-01-01" in answer.text) == (400, True)


def test_a_second_key_opens_an_account_of_its_own(
    receiver: Receiver,
) -> None:
    with start(deliver_to=receiver.url) as running:
        first, second = sdk(running.url), sdk(running.url, key=SECOND_KEY)
        made = second.customers.create()
        with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
            first.customers.retrieve(made.id)
        assert types(first) == []
        assert types(second) == ["customer.created"]
        assert running.wait_until_idle()
    [event] = receiver.events(SECOND_SECRET)
    assert event.to_dict()["account"] is None


def test_the_second_account_takes_cards_and_has_connected_none(running: RunningSandbox) -> None:
    second = sdk(running.url, key=SECOND_KEY)
    assert "error" not in StripeClient(running.url).second.pay(open_checkout(second).id)
    [intent] = second.payment_intents.list().data
    assert (intent.status, intent.application) == ("succeeded", None)
    connected(running, "acct_ines")
    with pytest.raises(stripe.PermissionError, match="acct_ines"):
        sdk(running.url, key=SECOND_KEY, account="acct_ines").customers.list()
