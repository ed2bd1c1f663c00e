"""The addresses under /v1 are those the SDK calls."""

import pytest
import requests

from mentorhub.stripe_sandbox.routes import ROUTES, Route
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import KEY, call


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_address_refuses_a_parameter_stripe_does_not_have(
    shared: RunningSandbox, route: Route
) -> None:
    url = shared.url + route.path.replace("<object_id>", "some_id")
    given = {"params" if route.method != "POST" else "data": {"colour": "red"}}
    response = requests.request(route.method, url, auth=(KEY, ""), timeout=10, **given)  # type: ignore[arg-type]
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "parameter_unknown"


@pytest.mark.parametrize("route", [r for r in ROUTES if "<" in r.path], ids=lambda r: r.name)
def test_every_address_of_an_object_that_is_not_there_is_404(
    shared: RunningSandbox, route: Route
) -> None:
    url = shared.url + route.path.replace("<object_id>", "none")
    response = requests.request(route.method, url, auth=(KEY, ""), timeout=10)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "resource_missing")


def test_an_address_stripe_does_not_have_is_named(shared: RunningSandbox) -> None:
    message = call(shared, "colours")["error"]["message"]
    assert message.startswith("Unrecognized request URL (POST: /v1/colours)")
