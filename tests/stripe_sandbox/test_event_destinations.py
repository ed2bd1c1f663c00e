"""Event destinations: what they are made of, that they can be stopped, and that the secret is shown once."""

import json
from typing import Any

import pytest
import stripe
from stripe.v2.core import EventDestination

from mentorhub.stripe_sandbox.event_destinations import ensure
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import new_account
from tests.support.shop import Receiver, given

CLOSED = "v2.core.account.closed"
CREATED = "v2.core.account.created"


def _params(**changes: Any) -> Any:
    params = {
        "name": "App",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": [CREATED],
        "webhook_endpoint": {"url": "http://127.0.0.1:9/"},
        **changes,
    }
    return {name: value for name, value in params.items() if value is not None}


def _hook(destination: EventDestination) -> Any:
    assert destination.webhook_endpoint is not None
    return destination.webhook_endpoint.to_dict()


def test_the_secret_is_shown_once_and_only_if_asked_for(platform: stripe.StripeClient) -> None:
    destinations = platform.v2.core.event_destinations
    both = ["webhook_endpoint.signing_secret", "webhook_endpoint.url"]
    made = destinations.create(params=_params(include=both))
    assert made.id.startswith("ed_test_")
    assert _hook(made)["signing_secret"].startswith("whsec_")
    assert _hook(made)["url"] == "http://127.0.0.1:9/"
    nothing = {"signing_secret": None, "url": None}
    assert _hook(destinations.create(params=_params())) == nothing
    assert _hook(destinations.retrieve(made.id)) == nothing
    shown = destinations.retrieve(made.id, params={"include": ["webhook_endpoint.url"]})
    assert _hook(shown) == {"signing_secret": None, "url": "http://127.0.0.1:9/"}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        destinations.retrieve(made.id, params={"include": both})
    assert refused.value.param == "include.0"


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"event_payload": "snapshot"}, "event_payload"),
        ({"type": "amazon_eventbridge"}, "type"),
        ({"enabled_events": ["charge.succeeded"]}, "enabled_events.0"),
        ({"enabled_events": ["*"]}, "enabled_events.0"),
        ({"webhook_endpoint": {"url": "nowhere"}}, "webhook_endpoint.url"),
        ({"webhook_endpoint": None}, "webhook_endpoint"),
        ({"name": None}, "name"),
        ({"events_from": ["@others"]}, "events_from.0"),
        ({"amazon_eventbridge": {}}, "amazon_eventbridge"),
    ],
)
def test_a_destination_that_could_not_work_is_refused(
    platform: stripe.StripeClient, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v2.core.event_destinations.create(params=_params(**changes))
    assert (refused.value.http_status, refused.value.param) == (400, param)
    assert platform.v2.core.event_destinations.list().data == []


def test_a_destination_hears_what_it_wants_while_it_is_enabled(
    running: RunningSandbox, platform: stripe.StripeClient, receiver: Receiver
) -> None:
    destinations = platform.v2.core.event_destinations
    made = destinations.create(
        params=_params(
            webhook_endpoint={"url": receiver.url}, include=["webhook_endpoint.signing_secret"]
        )
    )
    secret = _hook(made)["signing_secret"]

    def heard() -> list[str]:
        assert running.wait_until_idle()
        return [event["type"] for event in receiver.thin_events(secret)]

    platform.v2.core.accounts.close(new_account(platform).id)
    assert heard() == [CREATED]
    stopped = destinations.disable(made.id)
    assert stopped.status == "disabled"
    assert stopped.status_details is not None
    new_account(platform)
    assert heard() == [CREATED]
    assert destinations.enable(made.id).status_details is None
    destinations.update(made.id, params={"enabled_events": [CLOSED]})
    platform.v2.core.accounts.close(new_account(platform).id)
    assert heard() == [CREATED, CLOSED]
    destinations.delete(made.id)
    platform.v2.core.accounts.close(new_account(platform).id)
    assert heard() == [CREATED, CLOSED]
    with pytest.raises(stripe.InvalidRequestError, match="No such event destination"):
        destinations.retrieve(made.id)


def test_what_is_queued_for_a_stopped_destination_is_not_sent(
    running: RunningSandbox, platform: stripe.StripeClient, receiver: Receiver
) -> None:
    receiver.statuses = [500, 500]
    destinations = platform.v2.core.event_destinations
    made = [
        destinations.create(params=_params(webhook_endpoint={"url": receiver.url})).id
        for _ in range(2)
    ]
    new_account(platform)
    assert running.wait_until_idle()
    destinations.disable(made[0])
    destinations.delete(made[1])
    assert running.deliver_now() == 0


def test_a_ping_comes_to_its_destination_alone(
    running: RunningSandbox, platform: stripe.StripeClient, receiver: Receiver
) -> None:
    destinations = platform.v2.core.event_destinations
    one, _ = (
        destinations.create(params=_params(webhook_endpoint={"url": receiver.url}))
        for _ in range(2)
    )
    pinged = destinations.ping(one.id)
    assert pinged.type == "v2.core.event_destination.ping"
    assert running.wait_until_idle()
    ((body, _),) = receiver.received
    assert json.loads(body)["related_object"]["id"] == one.id


def test_an_update_keeps_what_is_not_given(platform: stripe.StripeClient) -> None:
    destinations = platform.v2.core.event_destinations
    made = destinations.create(params=_params(metadata={"a": "b"}, description="Ours"))
    changed = destinations.update(
        made.id,
        params=given(
            name="Shop",
            webhook_endpoint={"url": "http://127.0.0.1:9/new"},
            include=["webhook_endpoint.url"],
        ),
    )
    assert (changed.name, changed.description, changed.enabled_events) == (
        "Shop",
        "Ours",
        [CREATED],
    )
    assert _hook(changed)["url"] == "http://127.0.0.1:9/new"
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"a": "b"}


def test_destinations_are_listed_by_pages_and_include_their_addresses(
    platform: stripe.StripeClient,
) -> None:
    destinations = platform.v2.core.event_destinations
    made = [destinations.create(params=_params(name=f"n{number}")).id for number in range(3)]
    first = destinations.list(params=given(limit=1, include=["webhook_endpoint.url"]))
    found = list(first.auto_paging_iter())
    assert [one.id for one in found] == made[::-1]
    assert {_hook(one)["url"] for one in found} == {"http://127.0.0.1:9/"}


def test_the_promised_destination_is_one_with_the_last_secret(running: RunningSandbox) -> None:
    with running.sandbox.calling() as call:
        made = [ensure(call, "http://127.0.0.1:9/", secret=f"whsec_{n}")["id"] for n in range(2)]
        assert made[0] == made[1]
        stored = call.find("v2.core.event_destination", made[0])
    assert [one["secret"] for one in stored["_private"]["secrets"]] == ["whsec_1"]
