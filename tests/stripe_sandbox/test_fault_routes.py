"""The routes of the faults: JSON only, Stripe's errors, nothing from another site."""

from typing import Any

import pytest
import requests

from mentorhub.stripe_sandbox.serve import RunningSandbox

ROUTES = ("faults", "deliveries/faults")


@pytest.mark.parametrize(
    ("route", "given", "param"),
    [
        ("faults", {"kind": "thunder"}, "kind"),
        ("faults", [], None),
        ("deliveries/faults", {"drop": "some"}, "drop"),
        ("deliveries/faults", "late", None),
    ],
)
def test_a_mistake_is_answered_with_stripes_error(
    shared: RunningSandbox, route: str, given: Any, param: str | None
) -> None:
    answer = requests.post(f"{shared.url}/_sandbox/{route}", json=given, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"].get("param") == param


@pytest.mark.parametrize("route", ROUTES)
def test_a_form_is_not_json(shared: RunningSandbox, route: str) -> None:
    data = {"kind": "reset", "twin": "true"}
    answer = requests.post(f"{shared.url}/_sandbox/{route}", data=data, timeout=10)
    assert answer.status_code == 400


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_another_site_switches_nothing(shared: RunningSandbox, route: str, method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    given = {"kind": "reset"} if route == "faults" else {"twin": True}
    url = f"{shared.url}/_sandbox/{route}"
    answer = requests.request(method, url, json=given, headers=headers, timeout=10)
    assert answer.status_code == 403
    shown = requests.get(url, timeout=10).json()
    assert not shown.get("faults")
    assert not shown.get("twin")


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_on_can_be_read(shared: RunningSandbox, route: str) -> None:
    assert requests.get(f"{shared.url}/_sandbox/{route}", timeout=10).status_code == 200
