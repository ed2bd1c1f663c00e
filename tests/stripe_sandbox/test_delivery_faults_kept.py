"""Who comes first after paying, the buyer or the event; and what the switches keep, over a restart and a rollback."""

import time
from pathlib import Path

import pytest
import requests

from mentorhub.stripe_sandbox.delivery_faults import OFF, DeliverySwitches
from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from mentorhub.stripe_sandbox.settings import Settings
from mentorhub.stripe_sandbox.store import Store
from tests.stripe_sandbox.test_delivery_faults import make, names, switch, until
from tests.stripe_sandbox.test_settings import GOOD
from tests.support.shop import Receiver, open_checkout, sdk


def _leave(running: RunningSandbox) -> requests.Response:
    """Pay at the page; the answer is where the buyer is sent."""
    checkout = open_checkout(sdk(running.url))
    return requests.post(str(checkout.url), data=GOOD, timeout=20, allow_redirects=False)


def test_the_event_comes_first_where_it_shall(receiver: Receiver) -> None:
    receiver.on_event = lambda: time.sleep(0.2)
    with start(deliver_to=receiver.url, settings=Settings(redirect_wait_seconds=0)) as running:
        switch(running, redirect="webhook_first")
        assert _leave(running).status_code == 303
        assert receiver.types()[-1] == "checkout.session.completed"


def test_the_buyer_comes_first_where_they_shall(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    switch(listening, redirect="redirect_first")
    assert _leave(listening).status_code == 303
    assert receiver.received == []
    until(lambda: "checkout.session.completed" in receiver.types())


def test_the_wait_for_the_shop_can_be_changed_while_it_runs(receiver: Receiver) -> None:
    receiver.statuses = [500] * 4
    with start(deliver_to=receiver.url, settings=Settings(redirect_wait_seconds=8)) as running:
        switch(running, redirect_wait_seconds=0.5)
        begun = time.monotonic()
        _leave(running)
        assert 0.5 <= time.monotonic() - begun < 5


def test_one_switch_leaves_the_others(listening: RunningSandbox) -> None:
    switch(listening, drop=3)
    assert switch(listening, twin=True)["drop"] == 3
    url = f"{listening.url}/_sandbox/deliveries/faults"
    assert requests.get(url, timeout=10).json()["twin"] is True
    cleared = requests.delete(url, timeout=10).json()
    assert (cleared["twin"], cleared["drop"]) == (False, 0)
    assert listening.sandbox.switches.current() is OFF


def test_switches_and_what_they_hold_survive_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    with start(data=tmp_path, deliver_to=receiver.url) as running:
        switch(running, reorder=True, drop=1)
        make(sdk(running.url), "Ada", "Bo", "Cy")
    with start(data=tmp_path, deliver_to=receiver.url) as running:
        running.sandbox.tick()
        assert receiver.received == []
        assert switch(running, reorder=False)["drop"] == 0
        assert names(receiver) == ["Cy", "Bo"]


def test_an_action_that_is_undone_has_lost_no_event() -> None:
    store = Store()
    switches = DeliverySwitches(store)
    switches.change({"drop": 1}, now=0)
    with pytest.raises(KeyError), store.changing():
        assert switches.fate_of("customer.created").is_dropped
        raise KeyError
    assert switches.current().drop == 1
    store.close()
