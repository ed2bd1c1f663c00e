"""Which keys and versions are taken, in both namespaces."""

import base64

import pytest
import requests

from mentorhub.stripe_sandbox.authentication import given_key
from mentorhub.stripe_sandbox.serve import RunningSandbox

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
