"""The control API's accounts: made for tests, moved by hand, and mistakes answered."""

from typing import Any

import pytest
import requests

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control, open_checkout, sdk


def test_a_ready_account_is_made_under_the_id_that_is_asked_for(running: RunningSandbox) -> None:
    made = control(running, "accounts", id="acct_1", country="SE", name="Ines")
    assert made == {
        "id": "acct_1", "name": "Ines", "country": "se", "card_payments": "active",
        "closed": False, "disconnected": False, "requirements": [],
    }  # fmt: skip
    assert open_checkout(sdk(running.url, account="acct_1")).status == "open"


def test_an_account_without_an_id_gets_one_and_may_be_unready(running: RunningSandbox) -> None:
    made = control(running, "accounts", ready=False)
    assert made["card_payments"] == "restricted"
    assert {each["awaiting_action_from"] for each in made["requirements"]} == {"user"}
    assert control(running, f"accounts/{made['id']}", onboarded=True)["requirements"] == []


def test_an_account_that_is_there_is_made_ready_again(running: RunningSandbox) -> None:
    control(running, "accounts", id="acct_1")
    control(running, "accounts/acct_1", card_payments="restricted")
    control(running, "accounts/acct_1", disconnected=True)
    again = control(running, "accounts", id="acct_1")
    assert (again["card_payments"], again["disconnected"]) == ("active", False)
    listed = requests.get(f"{running.url}/_sandbox/accounts", timeout=10).json()["accounts"]
    assert listed == [again]


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("accounts", {"id": "ines"}, 400),
        ("accounts", {"id": 5}, 400),
        ("accounts", {"id": "acct_1'; --"}, 400),
        ("accounts", {"ready": "yes"}, 400),
        ("accounts", {"colour": "red"}, 400),
        ("accounts", {"country": "KP"}, 400),
        ("accounts", [], 400),
        ("accounts/acct_none", {"closed": True}, 404),
        ("accounts/acct_0", {}, 400),
        ("accounts/acct_0", {"card_payments": "perhaps"}, 400),
        ("accounts/acct_0", {"closed": "yes"}, 400),
        ("accounts/acct_0", {"closed": False}, 400),
        ("accounts/acct_0", {"disconnected": False}, 400),
        ("accounts/acct_0", {"closed": True, "disconnected": True}, 400),
        ("accounts/acct_0", {"error": "too dark"}, 400),
        ("accounts/acct_0", {"colour": "red"}, 400),
    ],
)
def test_a_mistake_is_answered_and_changes_nothing(
    shared: RunningSandbox, path: str, given: Any, status: int
) -> None:
    before = control(shared, "accounts", id="acct_0")
    response = requests.post(f"{shared.url}/_sandbox/{path}", json=given, timeout=10)
    assert (response.status_code, response.json()["error"]["type"]) == (
        status,
        "invalid_request_error",
    )
    assert control(shared, "accounts", id="acct_0") == before


def test_another_site_may_not_make_accounts(shared: RunningSandbox) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    url = f"{shared.url}/_sandbox/accounts"
    assert requests.post(url, json={}, headers=headers, timeout=10).status_code == 403
