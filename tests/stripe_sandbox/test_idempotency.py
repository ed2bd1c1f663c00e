"""Idempotency keys: one action, one answer, for a day."""

import threading
import time
from typing import Any

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, checkout_params, connected, open_checkout, pay, sdk

KEYED: Any = {"idempotency_key": "hold-1"}


def test_the_same_request_again_gets_the_first_answer(client: V1Services) -> None:
    first = client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    again = client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    assert again.id == first.id
    assert len(client.checkout.sessions.list().data) == 1


def test_a_replay_says_so(running: RunningSandbox) -> None:
    answers = [_post(running, "customers", {"name": "Ada"}) for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true"]


def test_a_key_with_other_parameters_is_refused(client: V1Services) -> None:
    client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    other = checkout_params(client_reference_id="other")
    with pytest.raises(stripe.IdempotencyError) as refused:
        client.checkout.sessions.create(params=other, options=KEYED)
    assert refused.value.http_status == 400
    assert str(refused.value.user_message).startswith(
        "Keys for idempotent requests can only be used with the same parameters they were first "
        "used with."
    )


def test_a_key_of_another_endpoint_is_refused(client: V1Services) -> None:
    client.customers.create(options=KEYED)
    with pytest.raises(stripe.IdempotencyError):
        client.checkout.sessions.create(params=checkout_params(), options=KEYED)


def test_each_account_has_its_own_keys(running: RunningSandbox, client: V1Services) -> None:
    mine = client.customers.create(options=KEYED)
    other = connected(running, "acct_mentor").customers.create(options=KEYED)
    assert mine.id != other.id


def test_refused_parameters_do_not_use_a_key_up(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.customers.create(params={"email": "ada"}, options=KEYED)
    assert client.customers.create(params={"email": "a@b.example"}, options=KEYED).id


def test_a_refusal_by_the_action_is_stored(running: RunningSandbox, client: V1Services) -> None:
    pay(running, open_checkout(client).id)
    intent = client.payment_intents.list().data[0].id
    too_much: Any = {"payment_intent": intent, "amount": 99_999}
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as refused:
            client.refunds.create(params=too_much, options=KEYED)
    assert refused.value.headers is not None
    assert refused.value.headers["Idempotent-Replayed"] == "true"


def test_a_fault_is_stored_too(running: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("disk on fire")

    with monkeypatch.context() as patched:
        patched.setattr(directory, "customer", broken)
        assert _post(running, "customers", {}).status_code == 500
    replay = _post(running, "customers", {})
    assert (replay.status_code, replay.headers["Idempotent-Replayed"]) == (500, "true")
    assert replay.headers["Stripe-Should-Retry"] == "false"


def test_a_key_is_forgotten_after_a_day(running: RunningSandbox, client: V1Services) -> None:
    first = client.customers.create(options=KEYED)
    running.move_clock(86_400 - 5)
    assert client.customers.create(options=KEYED).id == first.id
    running.move_clock(10)
    assert client.customers.create(options=KEYED).id != first.id


def test_a_key_in_use_is_refused_with_409(running: RunningSandbox) -> None:
    answers: list[requests.Response] = []
    first = threading.Thread(target=lambda: answers.append(_post(running, "customers", {})))
    with running.sandbox.store.changing():  # the first request waits for the store
        first.start()
        while not running.sandbox.keys_in_flight._keys:
            time.sleep(0.01)
        second = _post(running, "customers", {})
    first.join(5)
    assert second.status_code == 409
    assert second.json()["error"]["code"] == "idempotency_key_in_use"
    assert second.headers["Stripe-Should-Retry"] == "true"
    assert answers[0].status_code == 200
    assert _post(running, "customers", {}).json()["id"] == answers[0].json()["id"]


def test_a_key_over_255_characters_is_refused(running: RunningSandbox) -> None:
    assert _post(running, "customers", {}, key="k" * 256).status_code == 400


def test_the_sdks_own_retry_after_409_finds_the_first_answer(running: RunningSandbox) -> None:
    """Twenty submits of one form with one key make one checkout."""
    found: list[str] = []

    def submit_form() -> None:
        client = sdk(running.url, retries=5)
        found.append(client.checkout.sessions.create(params=checkout_params(), options=KEYED).id)

    submissions = [threading.Thread(target=submit_form) for _ in range(20)]
    for one in submissions:
        one.start()
    for one in submissions:
        one.join(20)
    assert len(found) == 20
    assert len(set(found)) == 1


def _post(
    running: RunningSandbox, path: str, data: dict[str, str], *, key: str = "hold-1"
) -> requests.Response:
    url, headers = f"{running.url}/v1/{path}", {"Idempotency-Key": key}
    return requests.post(url, data=data, headers=headers, auth=(KEY, ""), timeout=10)
