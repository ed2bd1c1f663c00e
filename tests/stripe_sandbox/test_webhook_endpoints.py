"""Webhook endpoints as the API offers them; their secret shows once."""

from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, given

WANTED: Any = {"url": "http://127.0.0.1:9/events", "enabled_events": ["charge.refunded"]}


def test_the_secret_shows_at_creation_only(client: V1Services) -> None:
    made = client.webhook_endpoints.create(params=WANTED)
    assert str(made.secret).startswith("whsec_")
    assert client.webhook_endpoints.retrieve(made.id).secret is None
    assert client.webhook_endpoints.list().data[0].secret is None
    assert client.webhook_endpoints.update(made.id, params={"description": "x"}).secret is None


def test_an_endpoint_is_changed(client: V1Services) -> None:
    made = client.webhook_endpoints.create(params=given(**WANTED, metadata={"env": "test"}))
    changed = client.webhook_endpoints.update(
        made.id, params={"enabled_events": ["*"], "disabled": True, "metadata": {"a": "b"}}
    )
    assert (changed.status, changed.enabled_events) == ("disabled", ["*"])
    assert changed.metadata.to_dict() == {"env": "test", "a": "b"}
    assert client.webhook_endpoints.update(made.id, params={"disabled": False}).status == "enabled"


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_an_endpoint_that_is_off_hears_nothing_and_is_not_retried(
    running: RunningSandbox, client: V1Services, receiver: Receiver, how: str
) -> None:
    receiver.statuses = [500]
    params: Any = {"url": receiver.url, "enabled_events": ["*"]}
    endpoint = client.webhook_endpoints.create(params=params)
    client.customers.create()
    assert running.wait_until_idle()
    if how == "disabled":
        client.webhook_endpoints.update(endpoint.id, params={"disabled": True})
    else:
        assert client.webhook_endpoints.delete(endpoint.id).deleted is True
        assert client.webhook_endpoints.list().data == []
    client.customers.create()
    assert running.deliver_now() == 0
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"enabled_events": ["charge.sung"]}, "enabled_events[0]"),
        ({"url": "ftp://example.com"}, "url"),
        ({"api_version": "2020-08-27"}, "api_version"),
    ],
)
def test_an_endpoint_that_could_not_work_is_refused(
    stranger: V1Services, params: Any, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stranger.webhook_endpoints.create(params=given(**{**WANTED, **params}))
    assert refused.value.param == param
