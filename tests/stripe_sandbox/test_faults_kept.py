"""What a failed call leaves behind: under its key, in the store, over a restart, and for whoever waits."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from tests.stripe_sandbox.test_faults import OPENING, made, on, switch
from tests.support.shop import checkout_params, open_checkout, sdk

KEYED: Any = {"idempotency_key": "hold-1"}


def test_a_500_that_began_to_run_is_stored_under_its_key(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="status", status=500)
    for replayed in (None, "true"):
        with pytest.raises(stripe.APIError) as failed:
            client.checkout.sessions.create(params=checkout_params(), options=KEYED)
        headers: Any = failed.value.headers
        assert headers.get("Idempotent-Replayed") == replayed
        assert headers["Stripe-Should-Retry"] == "false"
    assert made(running) == 0
    assert open_checkout(client).id  # another key is another request


def test_a_500_may_come_although_the_work_is_done(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="status", status=500, stage="after")
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    assert made(running) == 1


def test_a_500_before_anything_ran_leaves_the_key_free(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="status", status=500, stage="before")
    with pytest.raises(stripe.APIError):
        client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    assert client.checkout.sessions.create(params=checkout_params(), options=KEYED).id
    assert made(running) == 1


def test_an_answer_lost_before_the_commit_leaves_nothing_done(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="reset", stage="before")
    with pytest.raises(stripe.APIConnectionError):
        open_checkout(client)
    assert made(running) == 0


def test_an_answer_lost_after_the_commit_is_found_again_by_its_key(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="reset", stage="after", times=2, **OPENING)
    for _ in range(2):
        with pytest.raises(stripe.APIConnectionError):
            client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    (done,) = client.checkout.sessions.list().data
    found = client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    assert found.id == done.id


def test_a_slow_answer_comes_late_and_is_the_right_one(
    running: RunningSandbox, client: V1Services
) -> None:
    switch(running, kind="latency", seconds=0.5, path="/v1/customers")
    begun = time.monotonic()
    assert client.customers.create().id
    assert time.monotonic() - begun >= 0.5
    begun = time.monotonic()
    assert client.customers.create().id
    assert time.monotonic() - begun < 0.5


def test_slow_answers_do_not_wait_for_each_other(running: RunningSandbox) -> None:
    switch(running, kind="latency", seconds=0.5, times=None)
    callers = [threading.Thread(target=sdk(running.url).customers.create) for _ in range(8)]
    begun = time.monotonic()
    for one in callers:
        one.start()
    for one in callers:
        one.join(10)
    assert time.monotonic() - begun < 3


def test_a_waiting_caller_is_released_when_the_sandbox_stops() -> None:
    met: list[Exception] = []
    running = start()

    def ask() -> None:
        try:
            sdk(running.url).customers.create()
        except stripe.APIConnectionError as error:
            met.append(error)

    switch(running, kind="latency", seconds=60)
    caller = threading.Thread(target=ask)
    caller.start()
    while not running.sandbox.keys_in_flight._keys:
        time.sleep(0.01)
    running.stop()
    caller.join(10)
    assert len(met) == 1


def test_faults_survive_a_restart(tmp_path: Path) -> None:
    with start(data=tmp_path) as running:
        switch(running, kind="status", status=429, times=2)
        with pytest.raises(stripe.RateLimitError):
            sdk(running.url).customers.list()
    with start(data=tmp_path) as running:
        assert [fault["times"] for fault in on(running)] == [1]
        with pytest.raises(stripe.RateLimitError):
            sdk(running.url).customers.list()
        assert sdk(running.url).customers.list().data == []


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        *((status, "before") for status in (401, 409, 429, 502, 503, 504)),
        *((status, "after") for status in (502, 503, 504)),
    ],
)
def test_what_says_later_is_stored_under_no_key(
    running: RunningSandbox, client: V1Services, status: int, stage: str
) -> None:
    switch(running, kind="status", status=status, stage=stage)
    with pytest.raises(stripe.StripeError) as failed:
        client.checkout.sessions.create(params=checkout_params(), options=KEYED)
    assert failed.value.http_status == status
    assert made(running) == (stage == "after")
    assert client.checkout.sessions.create(params=checkout_params(), options=KEYED).id
    assert made(running) == 1
