"""The addresses under /v2 are those the SDK calls, and refuse as v2 does."""

import pytest
import requests

from mentorhub.stripe_sandbox.routes import Route
from mentorhub.stripe_sandbox.routes_v2 import ROUTES_V2
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY


def _ask(running: RunningSandbox, route: Route, given: dict[str, str]) -> requests.Response:
    url = running.url + route.path.replace("<object_id>", "none")
    by = "json" if route.method == "POST" else "params"
    return requests.request(route.method, url, auth=(KEY, ""), timeout=10, **{by: given})  # type: ignore[arg-type]


@pytest.mark.parametrize("route", ROUTES_V2, ids=lambda route: route.name)
def test_every_address_refuses_a_parameter_stripe_does_not_have(
    shared: RunningSandbox, route: Route
) -> None:
    response = _ask(shared, route, {"colour": "red"})
    assert response.status_code == 400
    assert response.json()["error"] == {
        "code": "parameter_unknown",
        "message": "Received unknown parameter: colour",
        "param": "colour",
        "type": "invalid_request_error",
    }


@pytest.mark.parametrize("route", [r for r in ROUTES_V2 if "<" in r.path], ids=lambda r: r.name)
def test_every_address_of_an_object_that_is_not_there_is_404(
    shared: RunningSandbox, route: Route
) -> None:
    response = _ask(shared, route, {})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_an_address_stripe_does_not_have_is_named(shared: RunningSandbox) -> None:
    answer = requests.post(f"{shared.url}/v2/core/colours", auth=(KEY, ""), timeout=10)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"].startswith(
        "Unrecognized request URL (POST: /v2/core/colours)"
    )
