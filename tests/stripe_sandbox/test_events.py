"""Events as the API lists them."""

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, open_checkout, pay


@pytest.fixture
def history(running: RunningSandbox, client: V1Services) -> list[stripe.Event]:
    """The events of one paid checkout and one customer, newest first."""
    pay(running, open_checkout(client).id)
    client.customers.create()
    return client.events.list().data


def test_events_are_listed_newest_first(history: list[stripe.Event]) -> None:
    assert [event.type for event in history] == [
        "customer.created",
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


@pytest.mark.parametrize(
    ("params", "number"),
    [
        ({"type": "customer.created"}, 1),
        ({"type": "payment_intent.*"}, 2),
        ({"types": ["customer.created", "charge.*"]}, 2),
        ({"types": ["refund.created"]}, 0),
        ({"created": {"gt": 4_000_000_000}}, 0),
        ({"created": {"gte": 1_000_000_000, "lt": 4_000_000_000}}, 5),
    ],
)
def test_events_are_filtered(
    history: list[stripe.Event],
    client: V1Services,
    params: stripe.params.EventListParams,
    number: int,
) -> None:
    assert history
    assert len(client.events.list(params=params).data) == number


def test_type_and_types_exclude_each_other(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="only specify one"):
        client.events.list(params={"type": "charge.*", "types": ["charge.*"]})


def test_what_was_missed_is_caught_up_with_a_cursor(
    history: list[stripe.Event], client: V1Services
) -> None:
    """Stripe's own recipe: everything after the last event seen, page by page."""
    last_seen = history[-2].id
    missed = client.events.list(params={"ending_before": last_seen, "limit": 1})
    assert [event.id for event in missed.auto_paging_iter()] == [
        event.id for event in history[-3::-1]
    ]


def test_events_are_distinguished_by_their_delivery(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    receiver.statuses = [500]
    buyer.customers.create()
    buyer.customers.create()
    assert listening.wait_until_idle()
    newer, older = buyer.events.list().data
    listed = buyer.events.list
    assert [event.id for event in listed(params={"delivery_success": False}).data] == [older.id]
    assert [event.id for event in listed(params={"delivery_success": True}).data] == [newer.id]


def test_an_event_can_be_read_for_thirty_days(
    running: RunningSandbox, history: list[stripe.Event], client: V1Services
) -> None:
    assert client.events.retrieve(history[0].id).type == "customer.created"
    running.move_clock(30 * 86_400)
    assert client.events.list(params={"type": "customer.created"}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        client.events.retrieve(history[0].id)


def test_only_an_update_has_previous_attributes(
    running: RunningSandbox, client: V1Services, history: list[stripe.Event]
) -> None:
    client.customers.update(client.customers.list().data[0].id, params={"name": "Ada"})
    listed = [event.to_dict() for event in client.events.list().data]
    assert [event["type"] for event in listed if "previous_attributes" in event["data"]] == [
        "customer.updated"
    ]
    assert all("deleted" not in event["data"]["object"] for event in listed)
