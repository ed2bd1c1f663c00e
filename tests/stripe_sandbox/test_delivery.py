"""Webhooks: signed so that the SDK believes them, sent again until taken, never under a lock."""

import time
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.delivery import signature
from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from mentorhub.stripe_sandbox.settings import WEBHOOK_SECRET, Settings
from tests.support.shop import Receiver, control, open_checkout, pay, sdk


def test_a_paid_checkouts_events_arrive_and_the_sdk_believes_them(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    checkout = open_checkout(buyer)
    pay(listening, checkout.id)
    assert listening.wait_until_idle()
    assert receiver.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    completed = receiver.events()[-1]
    assert completed.data.object["id"] == checkout.id
    assert completed.data.object["payment_status"] == "paid"
    assert completed.api_version == stripe.api_version
    assert completed.livemode is False


def test_a_changed_byte_or_another_secret_is_seen(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    buyer.customers.create()
    assert listening.wait_until_idle()
    ((body, header),) = receiver.received
    for forged, secret in ((body + b" ", WEBHOOK_SECRET), (body, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(forged, header, secret)


def test_a_refused_delivery_is_sent_again_and_signed_afresh(
    receiver: Receiver,
) -> None:
    receiver.statuses = [500, 302]
    with start(settings=Settings(retry_base_seconds=30), deliver_to=receiver.url) as running:
        client = sdk(running.url)
        client.customers.create()
        assert running.wait_until_idle()
        assert client.events.list().data[0].pending_webhooks == 1
        time.sleep(1.1)  # so that the second signature carries another second
        _deliver(running)
        assert client.events.list(params={"delivery_success": False}).data
        _deliver(running)
        assert client.events.list().data[0].pending_webhooks == 0
        assert client.events.list(params={"delivery_success": False}).data == []
    events = receiver.events()
    assert len({event.id for event in events}) == 1
    assert len(events) == 3
    assert receiver.received[0][1] != receiver.received[1][1]


def test_a_retry_comes_when_its_time_has_come(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    receiver.statuses = [500, 500]
    buyer.customers.create()
    assert listening.wait_until_idle()
    assert len(receiver.received) == 1
    listening.move_clock(31)  # the first pause is 30 s, the second 60 s
    _until(lambda: len(receiver.received) == 2)
    listening.move_clock(31)
    assert listening.sandbox.courier.deliver_due() == 0
    listening.move_clock(31)
    _until(lambda: len(receiver.received) == 3)


def test_after_three_days_a_delivery_is_given_up(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    receiver.statuses = [500, 500]
    buyer.customers.create()
    assert listening.wait_until_idle()
    listening.move_clock(3 * 86_400)
    _until(lambda: len(receiver.received) == 2)
    listening.move_clock(86_400)
    assert listening.deliver_now() == 0
    assert buyer.events.list(params={"delivery_success": False}).data


def test_an_endpoint_that_is_not_there_counts_as_refusing(running: RunningSandbox) -> None:
    client = sdk(running.url)
    params: Any = {"url": "http://127.0.0.1:9/none", "enabled_events": ["*"]}
    client.webhook_endpoints.create(params=params)
    client.customers.create()
    assert running.wait_until_idle()
    assert client.events.list(params={"delivery_success": False}).data[0].pending_webhooks == 1


def test_while_a_secret_rolls_both_sign(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    (endpoint,) = [e for e in buyer.webhook_endpoints.list().data if e.application is None]
    new = control(listening, f"webhook_endpoints/{endpoint.id}/secrets", overlap_seconds=3600)
    buyer.customers.create()
    assert listening.wait_until_idle()
    assert receiver.events(new["secret"])
    assert receiver.events(WEBHOOK_SECRET)
    listening.move_clock(3601)
    receiver.received.clear()
    buyer.customers.create()
    assert listening.wait_until_idle()
    assert receiver.events(new["secret"])
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.events(WEBHOOK_SECRET)


def test_the_shop_may_ask_the_sandbox_while_it_answers_an_event(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    asked: list[str] = []
    receiver.on_event = lambda: asked.append(str(len(buyer.checkout.sessions.list().data)))
    checkout = open_checkout(buyer)
    pay(listening, checkout.id)
    assert listening.wait_until_idle()
    assert asked == ["1"] * 4


def test_what_waited_when_the_process_ended_is_sent_after_a_restart(
    tmp_path: Path, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    with start(data=tmp_path, deliver_to=receiver.url) as running:
        sdk(running.url).customers.create()
        assert running.wait_until_idle()
        with running.sandbox.store.changing():
            running.sandbox.store.run("UPDATE deliveries SET state = 'sending'")
    with start(data=tmp_path, deliver_to=receiver.url) as running:
        _deliver(running)
    assert receiver.types() == ["customer.created"] * 2


def test_every_active_secret_signs_and_the_decoy_does_not() -> None:
    header = signature(b"{}", secrets=["whsec_a", "whsec_b"], at=1_700_000_000)
    assert [part.split("=")[0] for part in header.split(",")] == ["t", "v1", "v1", "v0"]
    for secret in ("whsec_a", "whsec_b"):
        assert stripe.WebhookSignature.verify_header("{}", header, secret)


def _until(is_so: Any) -> None:
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.02)
    assert is_so()


def _deliver(running: RunningSandbox) -> None:
    """Send what waits; the sandbox's own courier may be quicker, and then it is waited for."""
    running.deliver_now()
    assert running.wait_until_idle()
