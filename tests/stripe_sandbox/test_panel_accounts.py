"""The panel's connected accounts: every state is shown, every button does what it says."""

import pytest
import requests

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.stripe_sandbox.test_panel_forms import done, submit_form
from tests.support.shop import connected, control

ACCOUNT = "acct_ines"


def _state(running: RunningSandbox) -> tuple[str, bool, bool]:
    (row,) = requests.get(f"{running.url}/_sandbox/accounts", timeout=10).json()["accounts"]
    return row["card_payments"], row["closed"], row["disconnected"]


def _page(running: RunningSandbox) -> str:
    return requests.get(f"{running.url}/_sandbox", timeout=10).text


def test_an_empty_list_says_where_accounts_come_from(running: RunningSandbox) -> None:
    assert "No account is connected yet" in _page(running)


def test_an_account_is_onboarded_restricted_left_and_closed(running: RunningSandbox) -> None:
    control(running, "accounts", id=ACCOUNT, name="Ines Holm", ready=False)
    assert "Ines Holm: restricted" in _page(running)
    assert "10 still asked for" in _page(running)
    done(running, f"accounts/{ACCOUNT}/state", to="onboarded")
    assert _state(running) == ("active", False, False)
    assert "Finish onboarding" not in _page(running)
    said = "The photo is <too> dark."
    done(running, f"accounts/{ACCOUNT}/card_payments", status="restricted", error=said)
    assert _state(running) == ("restricted", False, False)
    assert "The photo is &lt;too&gt; dark." in _page(running)
    done(running, f"accounts/{ACCOUNT}/state", to="disconnected")
    assert _state(running) == ("restricted", False, True)
    assert "Ines Holm: disconnected from the platform" in _page(running)
    done(running, f"accounts/{ACCOUNT}/state", to="connected")
    assert _state(running) == ("restricted", False, False)
    done(running, f"accounts/{ACCOUNT}/state", to="closed")
    assert _state(running) == ("restricted", True, False)
    assert "Close for good" not in _page(running)


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("card_payments", {"status": "perhaps"}, "Choose a status."),
        ("card_payments", {}, "Choose a status."),
        ("state", {"to": "heaven"}, "Choose what happens."),
        ("state", {"to": "connected"}, "This account is connected."),
    ],
)
def test_a_mistake_is_said_on_the_panel(
    running: RunningSandbox, path: str, form: dict[str, str], said: str
) -> None:
    connected(running, ACCOUNT)
    answer = submit_form(running, f"accounts/{ACCOUNT}/{path}", **form)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert _state(running) == ("active", False, False)


def test_another_sites_form_is_refused(running: RunningSandbox) -> None:
    connected(running, ACCOUNT)
    url = f"{running.url}/_sandbox/panel/accounts/{ACCOUNT}/state"
    for headers in ({}, {"Origin": "https://elsewhere.example"}):
        refused = requests.post(url, data={"to": "closed"}, headers=headers, timeout=10)
        assert refused.status_code == 403
    assert _state(running) == ("active", False, False)
