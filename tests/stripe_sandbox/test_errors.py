"""Error objects look like Stripe's."""

import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.errors import missing
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.sdk_types import field_names
from tests.support.shop import call, open_checkout, pay


def test_an_unknown_parameter_is_named(running: RunningSandbox) -> None:
    error = call(running, "customers", {"colour": "red"})["error"]
    log = error.pop("request_log_url")
    assert log.startswith("https://dashboard.stripe.com/test/logs/req_")
    assert error == {
        "code": "parameter_unknown",
        "doc_url": "https://stripe.com/docs/error-codes/parameter-unknown",
        "message": "Received unknown parameter: colour",
        "param": "colour",
        "type": "invalid_request_error",
    }


def test_a_refused_card_shows_the_intent_and_the_method(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    error = pay(running, checkout.id, "pm_card_chargeDeclined").json()["error"]
    assert error.keys() - field_names(stripe.ErrorObject) == set()
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert error["payment_method"]["card"]["last4"] == "0002"
    assert error["charge"].startswith("ch_")


def test_a_missing_object_is_404_and_names_itself() -> None:
    error = missing("refund", "re_1")
    assert (error.status, error.code, error.message) == (
        404,
        "resource_missing",
        "No such refund: 're_1'",
    )
