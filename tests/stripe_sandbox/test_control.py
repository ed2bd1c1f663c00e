"""The control API: JSON in and out, mistakes answered as Stripe answers them."""

from typing import Any

import pytest
import requests

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, control, open_checkout, pay, sdk


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("clock", {}, 400),
        ("clock", {"advance_seconds": "soon"}, 400),
        ("clock", {"advance_seconds": True}, 400),
        ("clock", [], 400),
        ("payment_intents/pi_none", {"debit": "settled"}, 404),
        ("payment_intents/pi_none", {"debit": "perhaps"}, 400),
        ("payment_methods/pm_none", {"behaviour": "pays"}, 404),
        ("refunds/re_none", {"status": "failed"}, 404),
        ("disputes", {"charge": "ch_none"}, 404),
        ("disputes/dp_none", {"status": "won"}, 404),
        ("webhook_endpoints/we_none/secrets", {}, 404),
        ("events/evt_none/deliveries", {}, 404),
        ("events/evt_none/deliveries", [], 400),
    ],
)
def test_a_mistake_is_answered_with_stripes_error(
    shared: RunningSandbox, path: str, given: Any, status: int
) -> None:
    response = requests.post(f"{shared.url}/_sandbox/{path}", json=given, timeout=10)
    assert response.status_code == status
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_a_behaviour_that_no_card_has_is_refused(running: RunningSandbox) -> None:
    client = sdk(running.url)
    checkout = open_checkout(client)
    pay(running, checkout.id)
    (intent,) = client.payment_intents.list().data
    url = f"{running.url}/_sandbox/payment_methods/{intent.payment_method}"
    response = requests.post(url, json={"behaviour": "sings"}, timeout=10)
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "behaviour"


def test_the_summary_counts_events_and_open_deliveries(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    sdk(listening.url).customers.create()
    assert listening.wait_until_idle()
    summary = requests.get(f"{listening.url}/_sandbox/events", timeout=10).json()
    assert summary == {"total": 1, "undelivered": 1, "by_type": {"customer.created": 1}}
    assert control(listening, "deliveries") == {"sent": 1}
    summary = requests.get(f"{listening.url}/_sandbox/events", timeout=10).json()
    assert summary["undelivered"] == 0


def test_deliveries_show_what_each_endpoint_answered(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    receiver.statuses = [503]
    client = sdk(listening.url)
    client.customers.create()
    client.customers.create()
    assert listening.wait_until_idle()
    first = client.events.list().data[-1].id
    url = f"{listening.url}/_sandbox/deliveries"
    (one,) = requests.get(url, params={"event": first}, timeout=10).json()
    assert (one["state"], one["attempts"], one["answer"]) == ("pending", 1, "503")
    assert len(requests.get(url, timeout=10).json()) == 2


def test_the_clock_can_be_read(running: RunningSandbox) -> None:
    now = requests.get(f"{running.url}/_sandbox/clock", timeout=10).json()["now"]
    assert abs(now - running.sandbox.clock.now()) <= 1


def test_an_event_can_be_sent_once_more(listening: RunningSandbox, receiver: Receiver) -> None:
    client = sdk(listening.url)
    client.customers.create()
    assert listening.wait_until_idle()
    event = client.events.list().data[0].id
    assert control(listening, f"events/{event}/deliveries") == {"queued": 1}
    assert listening.wait_until_idle()
    assert [each.id for each in receiver.events()] == [event, event]


def test_another_site_moves_nothing(shared: RunningSandbox) -> None:
    for path in ("clock", "deliveries", "disputes"):
        answer = requests.post(
            f"{shared.url}/_sandbox/{path}",
            json={"advance_seconds": 3600},
            headers={"Sec-Fetch-Site": "cross-site"},
            timeout=10,
        )
        assert answer.status_code == 403
