"""Who may call the control API, and what it takes for JSON and numbers."""

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden

from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import (
    given_json,
    number,
    refuse_other_forms,
    refuse_other_sites,
)

APP = Flask(__name__)


@pytest.mark.parametrize("name", ["127.0.0.1:5000", "localhost:5000", "[::1]:5000", "localhost"])
@pytest.mark.parametrize("says", ["Origin", "Sec-Fetch-Site"])
def test_a_form_of_the_own_page_is_accepted(name: str, says: str) -> None:
    url = f"http://{name}"
    headers = {says: url if says == "Origin" else "same-origin"}
    with APP.test_request_context("/", base_url=url, method="POST", headers=headers):
        refuse_other_forms()


def test_reading_is_not_submitting() -> None:
    with APP.test_request_context("/", headers={"Sec-Fetch-Site": "cross-site"}):
        refuse_other_forms()
        refuse_other_sites()


@pytest.mark.parametrize(("site", "is_accepted"), [("none", True), ("same-site", False)])
def test_a_program_may_submit_and_a_neighbouring_site_may_not(site: str, is_accepted: bool) -> None:
    headers = {"Sec-Fetch-Site": site}
    with APP.test_request_context("/", method="POST", headers=headers):
        if is_accepted:
            refuse_other_sites()
        else:
            with pytest.raises(Forbidden):
                refuse_other_sites()


@pytest.mark.parametrize("body", ["[]", "now", "", "5"])
def test_only_an_object_is_taken(body: str) -> None:
    kind = "application/json"
    with (
        APP.test_request_context("/", method="POST", data=body, content_type=kind),
        pytest.raises(ApiError),
    ):
        given_json()


@pytest.mark.parametrize("value", [None, True, "5", float("nan"), float("inf")])
def test_a_number_is_a_finite_number(value: object) -> None:
    with pytest.raises(ApiError):
        number({"seconds": value}, "seconds")
    assert number({"seconds": 5}, "seconds") == 5.0
