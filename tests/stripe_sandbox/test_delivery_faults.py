"""Faults on the way of events, seen by a shop that listens: late, lost, twice, in another order, not at all."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.delivery_faults import OFF, DeliverySwitches
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.store import Store
from tests.support.shop import Receiver, control, open_checkout, pay

HOUR = 3600


def switch(running: RunningSandbox, **given: Any) -> Any:
    """Change switches of the deliveries; return all of them."""
    return control(running, "deliveries/faults", **given)


def until(is_so: Callable[[], bool]) -> None:
    """Wait, five seconds at most, for the courier."""
    ends_at = time.monotonic() + 5
    while not is_so() and time.monotonic() < ends_at:
        time.sleep(0.02)
    assert is_so()


def make(client: V1Services, *names: str) -> None:
    """Make customers of these names, each an event."""
    for name in names:
        client.customers.create(params={"name": name})


def names(receiver: Receiver) -> list[str]:
    """The customers of the events that came, in the order of arrival."""
    return [str(event.data.object["name"]) for event in receiver.events()]


def test_a_late_event_comes_when_its_time_has_come(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, delay_seconds=60)
    make(buyer, "Ada")
    listening.sandbox.courier.deliver_due()
    assert receiver.received == []
    listening.move_clock(61)
    until(lambda: names(receiver) == ["Ada"])


def test_the_next_events_are_lost_and_the_one_after_them_comes(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, drop=2)
    make(buyer, "Ada", "Bo", "Cy")
    assert listening.wait_until_idle()
    assert names(receiver) == ["Cy"]
    assert listening.deliver_now() == 0
    lost = buyer.events.list(params={"delivery_success": False}).data
    assert [event.data.object["name"] for event in lost] == ["Bo", "Ada"]


def test_every_event_is_lost_while_it_is_on(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, drop="all")
    make(buyer, "Ada", "Bo", "Cy")
    switch(listening, drop=0)
    make(buyer, "Di")
    assert listening.wait_until_idle()
    assert names(receiver) == ["Di"]


def test_a_duplicate_has_the_same_id(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, duplicate=4)
    make(buyer, "Ada")
    assert listening.wait_until_idle()
    assert len(receiver.events()) == 5
    assert len({event.id for event in receiver.events()}) == 1
    assert len(buyer.events.list().data) == 1


def test_a_twin_is_the_same_event_under_another_id(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, twin=True)
    make(buyer, "Ada")
    assert listening.wait_until_idle()
    first, second = receiver.events()
    assert first.id != second.id
    assert first.data.object["id"] == second.data.object["id"]
    assert {event.id for event in buyer.events.list().data} == {first.id, second.id}


def test_held_back_events_come_the_last_one_first(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, reorder=True)
    make(buyer, "Ada", "Bo", "Cy")
    listening.sandbox.courier.deliver_due()
    assert receiver.received == []
    switch(listening, reorder=False)
    assert names(receiver) == ["Cy", "Bo", "Ada"]
    make(buyer, "Di")
    until(lambda: names(receiver)[3:] == ["Di"])


def test_sending_now_sends_what_is_held_back_and_holds_on(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, reorder=True)
    make(buyer, "Ada", "Bo")
    assert control(listening, "deliveries") == {"sent": 2}
    make(buyer, "Cy")
    listening.sandbox.courier.deliver_due()
    assert names(receiver) == ["Bo", "Ada"]


def test_an_endpoint_that_was_down_for_hours_is_sent_its_events_again(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, down_hours=6)
    make(buyer, "Ada")
    assert listening.wait_until_idle()
    listening.move_clock(5 * HOUR)
    listening.deliver_now()
    assert receiver.received == []
    listening.move_clock(2 * HOUR)
    listening.deliver_now()
    until(lambda: names(receiver) == ["Ada"])


def test_what_came_while_it_was_down_may_be_lost(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, down_hours=6, down_fate="lost")
    make(buyer, "Ada")
    assert listening.wait_until_idle()
    listening.move_clock(7 * HOUR)
    make(buyer, "Bo")
    until(lambda: names(receiver) == ["Bo"])
    assert listening.deliver_now() == 0


def test_an_endpoint_can_be_up_again_before_its_time(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, down_hours=6)
    make(buyer, "Ada")
    assert listening.wait_until_idle()
    assert switch(listening, down_hours=0)["down_until"] is None
    listening.deliver_now()
    until(lambda: names(receiver) == ["Ada"])


def test_a_switch_may_concern_some_types_only(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, drop="all", types=["checkout.session.completed", "charge.succeeded"])
    pay(listening, open_checkout(buyer).id)
    assert listening.wait_until_idle()
    assert receiver.types() == ["payment_intent.created", "payment_intent.succeeded"]


def test_clearing_sends_what_was_held_back(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    switch(listening, reorder=True)
    make(buyer, "Ada", "Bo")
    requests.delete(f"{listening.url}/_sandbox/deliveries/faults", timeout=10)
    assert names(receiver) == ["Bo", "Ada"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delay_seconds", -1),
        ("delay_seconds", True),
        ("drop", "some"),
        ("drop", -1),
        ("drop", True),
        ("duplicate", 1.5),
        ("duplicate", 21),
        ("twin", "yes"),
        ("reorder", 1),
        ("types", "charge.refunded"),
        ("types", [1]),
        ("down_hours", None),
        ("down_until", 5),
        ("down_fate", "forgotten"),
        ("redirect", "nobody_first"),
        ("redirect_wait_seconds", 11),
        ("sideways", True),
    ],
)
def test_a_switch_that_makes_no_sense_is_refused_by_its_name(name: str, value: object) -> None:
    store = Store()
    switches = DeliverySwitches(store)
    with pytest.raises(ApiError) as refused:
        switches.change({"twin": True, name: value}, now=0)
    assert refused.value.param == name
    assert switches.current() == OFF
    store.close()
