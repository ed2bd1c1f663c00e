"""Every object of v2 and every application fee is what the SDK's own annotations declare, in each state."""

from typing import Any

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.including import ACCOUNT
from mentorhub.stripe_sandbox.objects import account as account_shapes
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import new_account, new_link
from tests.support.sdk_types import problems_of
from tests.support.shop import KEY, connected, control, given, item, open_checkout, pay_on

EVERYTHING = [("include[]", name) for name in ACCOUNT]
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"card_payments": "pending"},
    {"card_payments": "restricted", "error": "The photo is too dark."},
    {"onboarded": True},
    {"closed": True},
)


def _get(running: RunningSandbox, path: str, params: Any = None) -> Any:
    response = requests.get(f"{running.url}{path}", params=params, auth=(KEY, ""), timeout=10)
    assert response.status_code == 200, response.text
    return response.json()


def test_an_account_is_as_declared_in_each_state(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    path = f"/v2/core/accounts/{new_account(platform).id}"
    for change in CHANGES:
        if change:
            control(running, path.replace("/v2/core/", ""), **change)
        for params in (None, EVERYTHING, EVERYTHING[1:2]):
            assert problems_of(_get(running, path, params)) == [], (change, params)


def test_an_account_that_asks_for_nothing_is_as_declared(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = platform.v2.core.accounts.create()
    assert problems_of(_get(running, f"/v2/core/accounts/{account.id}", EVERYTHING)) == []


def test_every_thin_event_is_as_declared(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    platform.v2.core.accounts.update(account.id, params={"display_name": "Ines"})
    link = new_link(platform, account.id)
    setup = requests.get(link.url, timeout=10).url
    requests.post(setup, data={"answer": "fill"}, timeout=10, allow_redirects=False)
    platform.v2.core.accounts.close(account.id)
    destination = platform.v2.core.event_destinations.create(
        params=given(
            name="App",
            type="webhook_endpoint",
            event_payload="thin",
            enabled_events=["v2.core.account.closed"],
            webhook_endpoint={"url": "http://127.0.0.1:9/"},
        )
    )
    platform.v2.core.event_destinations.ping(destination.id)
    events = _get(running, "/v2/core/events")["data"]
    assert {event["type"] for event in events} == {
        "v2.core.account.created",
        "v2.core.account.updated",
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.merchant].capability_status_updated",
        "v2.core.account_link.returned",
        "v2.core.account.closed",
        "v2.core.event_destination.ping",
    }
    assert [problem for event in events for problem in problems_of(event)] == []
    for event in events:
        assert type(platform.v2.core.events.retrieve(event["id"])).__name__ != "Event"


@pytest.mark.parametrize("params", [None, [("include[]", "webhook_endpoint.url")]])
def test_an_event_destination_is_as_declared(
    running: RunningSandbox, platform: stripe.StripeClient, params: Any
) -> None:
    destinations = platform.v2.core.event_destinations
    made = destinations.create(
        params=given(
            name="App",
            type="webhook_endpoint",
            event_payload="thin",
            enabled_events=["v2.core.account.closed"],
            webhook_endpoint={"url": "http://127.0.0.1:9/"},
        )
    )
    path = f"/v2/core/event_destinations/{made.id}"
    assert problems_of(_get(running, path, params)) == []
    destinations.disable(made.id)
    assert problems_of(_get(running, path, params)) == []


@pytest.mark.parametrize("kind", ["account_onboarding", "account_update"])
def test_an_account_link_is_as_declared(
    running: RunningSandbox, platform: stripe.StripeClient, kind: str
) -> None:
    flow = {
        "refresh_url": "http://127.0.0.1:9/r",
        "collection_options": {"fields": "eventually_due"},
    }
    response = requests.post(
        f"{running.url}/v2/core/account_links",
        json={"account": new_account(platform).id, "use_case": {"type": kind, kind: flow}},
        auth=(KEY, ""),
        timeout=10,
    )
    assert response.status_code == 200, response.text
    assert problems_of(response.json()) == []


def test_an_application_fee_and_its_refund_are_as_declared(running: RunningSandbox) -> None:
    mentor = connected(running, "acct_ines")
    checkout = open_checkout(
        mentor,
        line_items=[item(5000, currency="nok")],
        payment_intent_data={"application_fee_amount": 250},
    )
    pay_on(running, "acct_ines", checkout.id)
    intent = mentor.checkout.sessions.retrieve(checkout.id).payment_intent
    mentor.refunds.create(
        params=given(payment_intent=intent, amount=2000, refund_application_fee=True)
    )
    (fee,) = _get(running, "/v1/application_fees")["data"]
    assert problems_of(fee) == []
    (refund,) = fee["refunds"]["data"]
    assert problems_of(refund) == []
    events = _get(running, "/v1/events")["data"]
    assert {event["type"] for event in events} == {
        "application_fee.created",
        "application_fee.refunded",
    }
    assert [p for event in events for p in problems_of(event["data"]["object"])] == []
    charge = mentor.charges.list().data[0]
    assert problems_of(charge.to_dict()) == []


def test_the_event_of_a_disconnection_is_as_declared(running: RunningSandbox) -> None:
    connected(running, "acct_ines")
    control(running, "accounts/acct_ines", disconnected=True)
    with running.sandbox.calling(account="acct_ines") as call:
        (event,) = call.store.page(
            "event", account="acct_ines", where={}, window="ORDER BY seq", limit=9
        )
    assert problems_of(event) == []
    assert problems_of(event["data"]["object"]) == []


def test_only_cards_and_payouts_are_ever_asked_for() -> None:
    shown = account_shapes.capabilities("active")
    asked = {name for name, value in shown.items() if value is not None}
    assert asked == {"card_payments", "stripe_balance"}
