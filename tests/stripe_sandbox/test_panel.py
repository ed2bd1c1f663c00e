"""The panel says what is switched on, what happened, and what can be done about it."""

import re
from html.parser import HTMLParser

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox import faults, panel
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, control, given, open_checkout, pay


def look(running: RunningSandbox) -> str:
    """The panel's HTML."""
    answer = requests.get(f"{running.url}/_sandbox", timeout=10)
    assert answer.status_code == 200
    return answer.text


class Fields(HTMLParser):
    """Collects ids, what labels point at, and captions of tables."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.typed: list[str] = []
        self.tables = self.captions = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag == "select" or (tag == "input" and values.get("type") == "text"):
            self.typed.append(values["id"])
        self.tables += tag == "table"
        self.captions += tag == "caption"


@pytest.mark.parametrize("path", ["/_sandbox", "/_sandbox/"])
def test_the_panel_is_at_either_address(shared: RunningSandbox, path: str) -> None:
    answer = requests.get(shared.url + path, timeout=10, allow_redirects=False)
    assert answer.status_code == 200
    assert "Every call is answered as it should be." in answer.text


def test_it_obeys_a_strict_policy_and_lets_its_forms_name_their_origin(
    shared: RunningSandbox,
) -> None:
    answer = requests.get(f"{shared.url}/_sandbox", timeout=10)
    assert answer.headers["Content-Security-Policy"].endswith("form-action 'self'")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<script|<style|style=|onclick", answer.text)


def test_every_field_has_a_label_every_table_a_caption_and_every_id_is_one(
    running: RunningSandbox, client: V1Services
) -> None:
    control(running, "faults", kind="reset", path="/v1/refunds")
    for _ in range(2):
        pay(running, open_checkout(client).id)
    read = Fields()
    read.feed(look(running))
    assert set(read.typed) <= read.labelled
    assert len(read.ids) == len(set(read.ids))
    assert read.tables == read.captions == 2


def test_what_is_switched_on_is_said(listening: RunningSandbox, receiver: Receiver) -> None:
    control(listening, "faults", kind="status", status=429, path="/v1/refunds", times=2)
    control(listening, "faults", kind="latency", seconds=2.5, times=None)
    control(listening, "deliveries/faults", drop=3, reorder=True, down_hours=2, twin=True)
    page = look(listening)
    for said in (
        "429, nothing runs", "/v1/refunds", "Slow by 2.5 s", "until cleared",
        "The next 3 events are lost.", "Events are held back.", "The endpoint is down until",
        receiver.url,
    ):  # fmt: skip
        assert said in page
    control(listening, "deliveries/faults", drop="all", down_hours=0)
    assert "Every event is lost." in look(listening)
    assert "The endpoint is down until" not in look(listening)


def test_a_moved_clock_is_said(running: RunningSandbox) -> None:
    assert "ahead of this machine" not in look(running)
    control(running, "clock", advance_seconds=7200)
    assert ", 7200 seconds ahead of this machine" in look(running)


def test_nothing_that_was_typed_elsewhere_is_markup_here(
    running: RunningSandbox, client: V1Services
) -> None:
    pay(running, open_checkout(client, customer_email='"<b>@example.com').id)
    client.customers.create(params=given(name="<script>"))
    assert "<script" not in look(running)
    assert "<b>" not in look(running)


@pytest.mark.parametrize("fault", panel.FAULTS)
@pytest.mark.parametrize("calls", panel.CALLS)
def test_every_choice_is_a_fault_there_is(fault: str, calls: str) -> None:
    chosen = {**panel.FAULTS[fault][1], **panel.CALLS[calls][1]}
    assert faults.read({"seconds": 1.0, **chosen}).times == 1
