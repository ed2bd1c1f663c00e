"""A request that fails by a switch fails as Stripe's requests fail: in shape, header and silence."""

import socket

import pytest
import requests

from mentorhub.stripe_sandbox.failing import refusal
from mentorhub.stripe_sandbox.faults import GATEWAY, STATUSES, Fault
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, control


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_stripes_shape(running: RunningSandbox, status: int) -> None:
    control(running, "faults", kind="status", status=status)
    answer = requests.get(f"{running.url}/v1/customers/cus_1", auth=(KEY, ""), timeout=10)
    assert answer.status_code == status
    assert {"message", "type", "request_log_url"} <= answer.json()["error"].keys()
    said = (
        {None} if status in GATEWAY else {"true", "false"}
    )  # who stands before Stripe knows nothing
    assert answer.headers.get("Stripe-Should-Retry") in said
    assert answer.headers["Request-Id"].startswith("req_")


@pytest.mark.parametrize(("key", "should_retry"), [(None, True), ("hold-1", False)])
def test_a_500_without_a_key_may_be_asked_again(key: str | None, should_retry: bool) -> None:
    fault = Fault(kind="status", stage="during", status=500)
    assert refusal(fault, path="/v1/customers", key=key).should_retry is should_retry


def test_a_closed_connection_carries_not_one_byte(running: RunningSandbox) -> None:
    control(running, "faults", kind="reset", stage="after")
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(
            b"GET /v1/customers HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Authorization: Bearer sk_test_shop\r\n\r\n"
        )
        assert line.recv(100) == b""


def test_the_next_connection_is_answered_again(running: RunningSandbox) -> None:
    control(running, "faults", kind="reset", stage="before")
    url = f"{running.url}/v1/customers"
    with pytest.raises(requests.ConnectionError):
        requests.get(url, auth=(KEY, ""), timeout=5)
    assert requests.get(url, auth=(KEY, ""), timeout=5).status_code == 200
