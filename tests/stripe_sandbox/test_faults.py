"""Faults of calls, met by the official client over HTTP: what it is answered, what was done, how often."""

import threading
from typing import Any

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.faults import read
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, control, open_checkout, sdk

KEYED: Any = {"idempotency_key": "hold-1"}
OPENING = {"method": "POST", "path": "/v1/checkout/sessions$"}


def switch(running: RunningSandbox, **fault: Any) -> Any:
    """Switch a fault on; return what is on now."""
    return control(running, "faults", **fault)["faults"]


def on(running: RunningSandbox) -> Any:
    """What is on."""
    return requests.get(f"{running.url}/_sandbox/faults", timeout=10).json()["faults"]


def made(running: RunningSandbox) -> int:
    """How many checkouts there are."""
    return len(sdk(running.url).checkout.sessions.list().data)


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (401, stripe.AuthenticationError, None),
        (402, stripe.CardError, "card_declined"),
        (404, stripe.InvalidRequestError, "resource_missing"),
        (409, stripe.APIError, "idempotency_key_in_use"),
        (429, stripe.RateLimitError, "rate_limit"),
        (500, stripe.APIError, None),
        *((status, stripe.APIError, None) for status in (502, 503, 504)),
    ],
)
def test_a_status_is_the_error_that_the_client_knows(
    running: RunningSandbox,
    client: V1Services,
    status: int,
    error: type[stripe.StripeError],
    code: str | None,
) -> None:
    switch(running, kind="status", status=status, **OPENING)
    with pytest.raises(error) as refused:
        open_checkout(client)
    body: Any = refused.value.json_body
    assert (refused.value.http_status, body["error"].get("code")) == (status, code)
    assert on(running) == []
    assert made(running) == 0


@pytest.mark.parametrize(
    ("fault", "is_asked_again"),
    [
        ({"kind": "status", "status": 409}, True),
        ({"kind": "status", "status": 429}, False),
        ({"kind": "status", "status": 429, "code": "lock_timeout"}, True),
        ({"kind": "status", "status": 500, "stage": "before"}, True),
        ({"kind": "status", "status": 500}, False),
        ({"kind": "reset", "stage": "before"}, True),
        ({"kind": "reset", "stage": "after"}, True),
    ],
)
def test_the_client_asks_again_where_stripe_says_so(
    running: RunningSandbox, fault: dict[str, Any], is_asked_again: bool
) -> None:
    switch(running, **fault)
    client = sdk(running.url, retries=2)
    if is_asked_again:
        assert open_checkout(client).status == "open"
    else:
        with pytest.raises(stripe.StripeError):
            open_checkout(client)
    assert made(running) == int(is_asked_again)


def test_refused_parameters_do_not_use_a_fault_of_the_action_up(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="status", status=500, stage="after")
    with pytest.raises(stripe.InvalidRequestError):
        client.customers.create(params={"email": "ada"})
    assert len(on(running)) == 1


def test_only_the_calls_that_are_named_meet_a_fault(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    path = "/v1/checkout/sessions/*/expire"
    switch(running, kind="status", status=429, method="POST", path=path)
    assert open_checkout(client).id
    assert client.checkout.sessions.retrieve(checkout.id).id
    with pytest.raises(stripe.RateLimitError):
        client.checkout.sessions.expire(checkout.id)
    assert client.checkout.sessions.expire(checkout.id).status == "expired"


def test_faults_are_counted_down_and_met_in_the_order_they_were_set(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="status", status=429, times=2)
    assert [fault["times"] for fault in switch(running, kind="status", status=401)] == [2, 1]
    for error in (stripe.RateLimitError, stripe.RateLimitError, stripe.AuthenticationError):
        with pytest.raises(error):
            client.customers.create()
    assert client.customers.create().id


def test_each_of_many_callers_at_once_meets_its_own_fault(running: RunningSandbox) -> None:
    switch(running, kind="status", status=429, times=5)
    answers: list[int] = []

    def ask() -> None:
        url = f"{running.url}/v1/customers"
        answers.append(requests.get(url, auth=(KEY, ""), timeout=10).status_code)

    callers = [threading.Thread(target=ask) for _ in range(12)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(10)
    assert sorted(answers) == [200] * 7 + [429] * 5


def test_a_fault_without_an_end_stays_until_it_is_cleared(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="reset", stage="before", times=None)
    for _ in range(3):
        with pytest.raises(stripe.APIConnectionError):
            client.customers.list()
    assert requests.delete(f"{running.url}/_sandbox/faults", timeout=10).json() == {"faults": []}
    assert client.customers.list().data == []


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({}, "kind"),
        ({"kind": "status", "status": 418}, "status"),
        ({"kind": "status", "status": True}, "status"),
        ({"kind": "status", "status": 429, "stage": "after"}, "stage"),
        ({"kind": "status", "status": 500, "code": "lock_timeout"}, "code"),
        ({"kind": "reset", "stage": "during"}, "stage"),
        ({"kind": "reset", "method": "PUT"}, "method"),
        ({"kind": "reset", "path": "checkout"}, "path"),
        ({"kind": "reset", "times": 0}, "times"),
        ({"kind": "reset", "times": True}, "times"),
        ({"kind": "latency"}, "seconds"),
        ({"kind": "latency", "seconds": 601}, "seconds"),
        ({"kind": "reset", "when": "soon"}, "when"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_by_its_field(
    given: dict[str, Any], param: str
) -> None:
    with pytest.raises(ApiError) as refused:
        read(given)
    assert refused.value.param == param
