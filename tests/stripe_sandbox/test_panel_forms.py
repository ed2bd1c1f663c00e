"""The panel's buttons do what they say, lead back, show mistakes, and refuse other sites."""

import re

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.delivery_faults import OFF
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, open_checkout


def submit_form(running: RunningSandbox, path: str, **form: str) -> requests.Response:
    """Post a form of the panel as a browser does, and stay where the answer is."""
    return requests.post(
        f"{running.url}/_sandbox/panel/{path}",
        data=form,
        headers={"Origin": running.url},
        timeout=20,
        allow_redirects=False,
    )


def done(running: RunningSandbox, path: str, **form: str) -> None:
    """Submit, and be led back to the panel."""
    answer = submit_form(running, path, **form)
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"].startswith("/_sandbox#")


DELIVERIES = {
    "delay_seconds": "60", "drop": "2", "duplicate": "3", "twin": "on", "reorder": "on",
    "types": "charge.refunded, refund.created", "down_hours": "6", "down_fate": "lost",
    "redirect": "redirect_first", "redirect_wait_seconds": "4.5",
}  # fmt: skip


def test_a_fault_is_switched_on_and_all_are_switched_off(running: RunningSandbox) -> None:
    done(running, "calls", fault="latency", calls="open", times="", seconds="2.5")
    done(running, "calls", fault="429", calls="any", times="3", seconds="3")
    slow, crowded = running.sandbox.faults.shown()
    assert (slow["kind"], slow["seconds"], slow["times"]) == ("latency", 2.5, None)
    assert (slow["method"], slow["path"]) == ("POST", "/v1/checkout/sessions$")
    assert (crowded["status"], crowded["times"], crowded["path"]) == (429, 3, "")
    done(running, "calls/removal")
    assert running.sandbox.faults.shown() == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"fault": "latency", "calls": "any", "times": "1", "seconds": ""}, "Pass `seconds`"),
        ({"fault": "429", "calls": "any", "times": "soon"}, "Enter a number."),
        ({"fault": "429", "calls": "any", "times": "1.5"}, "Enter a whole number."),
        ({"fault": "429", "calls": "any", "times": "0"}, "Pass `times`"),
        ({"fault": "thunder", "calls": "any"}, "Choose a fault"),
        ({"fault": "429"}, "Choose a fault"),
    ],
)
def test_a_mistake_is_shown_and_switches_nothing(
    shared: RunningSandbox, form: dict[str, str], said: str
) -> None:
    answer = submit_form(shared, "calls", **form)
    assert answer.status_code == 422
    assert f"Nothing was changed. {said}" in answer.text
    assert shared.sandbox.faults.shown() == []


def test_what_was_typed_stands_beside_its_message(shared: RunningSandbox) -> None:
    form = {"fault": "429_lock", "calls": "refund", "times": '"soon', "seconds": "7"}
    page = submit_form(shared, "calls", **form).text
    assert '<option value="429_lock" selected>' in page
    assert '<option value="refund" selected>' in page
    assert 'value="&#34;soon"' in page
    assert 'aria-describedby="calls-times-hint calls-times-error"' in page
    assert 'id="calls-times-error">Enter a number.' in page


def test_every_switch_of_the_deliveries_is_set_from_its_field(running: RunningSandbox) -> None:
    done(running, "deliveries", **DELIVERIES)
    on = running.sandbox.switches.current()
    assert (on.delay_seconds, on.drop, on.duplicate, on.twin, on.reorder) == (60, 2, 3, True, True)
    assert on.types == ("charge.refunded", "refund.created")
    assert (on.down_fate, on.redirect, on.redirect_wait_seconds) == ("lost", "redirect_first", 4.5)
    assert on.down_until is not None
    assert abs(on.down_until - running.sandbox.clock.exact() - 6 * 3600) < 5
    done(running, "deliveries/removal")
    assert running.sandbox.switches.current() == OFF


def test_empty_fields_are_off_but_an_outage_goes_on(running: RunningSandbox) -> None:
    done(running, "deliveries", **DELIVERIES)
    down_until = running.sandbox.switches.current().down_until
    done(running, "deliveries", drop_all="on")
    on = running.sandbox.switches.current()
    assert (on.drop, on.delay_seconds, on.twin, on.types) == ("all", 0, False, ())
    assert (on.redirect_wait_seconds, on.down_until) == (None, down_until)


def test_a_wrong_number_of_a_delivery_is_shown(shared: RunningSandbox) -> None:
    answer = submit_form(shared, "deliveries", redirect_wait_seconds="11", twin="on")
    assert answer.status_code == 422
    assert 'id="deliveries-redirect_wait_seconds-error"' in answer.text
    assert re.search(r'name="twin" value="on" checked', answer.text)
    assert shared.sandbox.switches.current() == OFF


def test_the_clock_jumps_ahead_and_what_is_due_is_done(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    before = running.sandbox.clock.now()
    done(running, "clock", seconds="86400")
    assert running.sandbox.clock.now() - before >= 86_400
    assert client.checkout.sessions.retrieve(checkout.id).status == "expired"


@pytest.mark.parametrize("seconds", ["", "inf", "-5", "1e9"])
def test_the_clock_takes_no_other_jump(shared: RunningSandbox, seconds: str) -> None:
    before = shared.sandbox.clock.now()
    assert submit_form(shared, "clock", seconds=seconds).status_code == 422
    assert shared.sandbox.clock.now() - before < 5


def test_what_waits_is_sent_now_and_an_event_once_more(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    done(listening, "deliveries", delay_seconds="600")
    buyer.customers.create()
    done(listening, "events")
    assert receiver.types() == ["customer.created"]
    done(listening, f"events/{receiver.events()[0].id}/deliveries")
    assert listening.wait_until_idle()
    first, again = receiver.events()
    assert first.id == again.id


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "OWN"},
        {"Origin": "http://evil.example", "Host": "evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Host": "evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["calls/removal", "deliveries", "clock", "payments/pi_x/refunds"])
def test_another_sites_form_is_refused(
    shared: RunningSandbox, headers: dict[str, str], path: str
) -> None:
    sent = {name: value.replace("OWN", shared.url) for name, value in headers.items()}
    url = f"{shared.url}/_sandbox/panel/{path}"
    answer = requests.post(
        url, data={"seconds": "3600", "twin": "on"}, headers=sent, timeout=10, allow_redirects=False
    )
    assert answer.status_code == 403
    assert shared.sandbox.switches.current() == OFF


@pytest.mark.parametrize(
    "path", ["payments/pi_none/refunds", "refunds/re_none", "disputes/dp_none"]
)
def test_what_is_not_there_is_shown_as_missing(shared: RunningSandbox, path: str) -> None:
    answer = submit_form(shared, path, status="failed")
    assert answer.status_code == 422
    assert "No such" in answer.text
