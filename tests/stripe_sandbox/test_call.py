"""One account's view: nothing of another is seen, and events go to who may hear them."""

from typing import Any

import pytest
import stripe

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, connected, given, open_checkout, sdk


def test_an_account_does_not_see_anothers_objects(running: RunningSandbox) -> None:
    mine, others = connected(running, "acct_mine"), connected(running, "acct_other")
    checkout = open_checkout(mine)
    assert mine.checkout.sessions.retrieve(checkout.id).id == checkout.id
    for client in (others, sdk(running.url)):
        assert client.checkout.sessions.list().data == []
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.checkout.sessions.retrieve(checkout.id)
        assert refused.value.code == "resource_missing"
        assert refused.value.http_status == 404


def test_a_connected_accounts_event_names_it_and_reaches_the_shop(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    connected(listening, "acct_mentor").customers.create()
    sdk(listening.url).customers.create()
    assert listening.wait_until_idle()
    assert [event.account for event in receiver.events()] == ["acct_mentor", None]


def test_a_platforms_endpoint_hears_connected_accounts_only_if_it_asks(
    running: RunningSandbox, receiver: Receiver
) -> None:
    params: Any = {"url": receiver.url, "enabled_events": ["customer.created"]}
    platform, mentor = sdk(running.url), connected(running, "acct_mentor")
    platform.webhook_endpoints.create(params=params)
    mentor.customers.create()
    assert running.wait_until_idle()
    assert receiver.received == []
    platform.webhook_endpoints.create(params=given(**params, connect=True))
    mentor.customers.create()
    assert running.wait_until_idle()
    assert len(receiver.received) == 1


def test_an_event_names_the_request_and_its_key(running: RunningSandbox) -> None:
    client = sdk(running.url)
    client.customers.create(options={"idempotency_key": "arrival-1"})
    (event,) = client.events.list().data
    assert event.request is not None
    assert event.request.idempotency_key == "arrival-1"
    assert str(event.request.id).startswith("req_")


def test_an_endpoint_hears_only_the_types_it_wants(
    running: RunningSandbox, receiver: Receiver
) -> None:
    client = sdk(running.url)
    params: Any = {"url": receiver.url, "enabled_events": ["checkout.session.expired"]}
    endpoint = client.webhook_endpoints.create(params=params)
    checkout = open_checkout(client)
    client.customers.create()
    client.checkout.sessions.expire(checkout.id)
    assert running.wait_until_idle()
    assert [e.type for e in receiver.events(str(endpoint.secret))] == ["checkout.session.expired"]
