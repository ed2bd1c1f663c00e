"""What a Checkout Session is asked for; that Stripe takes it is proved over HTTP."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.parameters import Asked, session_parameters
from tests.support.stripe_client import StripeClient

ASKED = Asked(
    reference="enrolment-1",
    email="ada@example.org",
    title="Power Networking: Spring circle",
    amount_minor=64000,
    currency="eur",
    expires_at=dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC),
    page="http://localhost/enrolments/t",
    metadata={"enrolment": "enrolment-1"},
)
EVERYTHING = {
    "takes_delayed_methods": True,
    "collects_tax": True,
    "statement_suffix": "CIRCLE",
}


def _parameters(**changes: Any) -> dict[str, Any]:
    return session_parameters(dataclasses.replace(ASKED, **changes))


def test_what_the_practice_has_not_chosen_is_not_asked_for() -> None:
    parameters = _parameters()
    assert parameters["allowed_payment_method_types"] == ["card"]
    assert parameters["after_expiration"] == {"recovery": {"enabled": False}}
    assert parameters["payment_intent_data"] == {"metadata": {"enrolment": "enrolment-1"}}
    left_out = {"automatic_tax", "customer_creation"}
    assert left_out.isdisjoint(parameters)


def test_what_the_practice_has_chosen_is_asked_for() -> None:
    parameters = _parameters(**EVERYTHING)
    assert parameters["automatic_tax"] == {"enabled": True}
    assert parameters["billing_address_collection"] == "required"
    assert parameters["line_items"][0]["price_data"]["tax_behavior"] == "inclusive"
    assert parameters["payment_intent_data"]["statement_descriptor_suffix"] == "CIRCLE"
    assert "allowed_payment_method_types" not in parameters


def test_a_code_and_the_platforms_part_are_asked_for_where_there_are_any() -> None:
    assert {"discounts", "allow_promotion_codes"}.isdisjoint(_parameters())
    assert "application_fee_amount" not in _parameters()["payment_intent_data"]
    parameters = _parameters(promotion_code="promo_1", application_fee_minor=1280)
    assert parameters["discounts"] == [{"promotion_code": "promo_1"}]
    assert parameters["payment_intent_data"]["application_fee_amount"] == 1280


def test_who_pays_in_parts_pays_by_a_saved_card_at_the_price_as_it_stands() -> None:
    parameters = _parameters(**EVERYTHING, keeps_card=True)
    assert parameters["payment_intent_data"]["setup_future_usage"] == "off_session"
    assert parameters["customer_creation"] == "always"
    assert parameters["allowed_payment_method_types"] == ["card"]
    left_out = {"automatic_tax", "billing_address_collection"}
    assert left_out.isdisjoint(parameters)
    assert "tax_behavior" not in parameters["line_items"][0]["price_data"]


@pytest.mark.parametrize("keeps_card", [False, True])
@pytest.mark.parametrize("chosen", [{}, EVERYTHING])
@pytest.mark.usefixtures("in_app")
def test_stripe_takes_what_is_asked_for(
    stripe: StripeClient, chosen: dict[str, Any], *, keeps_card: bool
) -> None:
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=40)
    parameters = _parameters(**chosen, keeps_card=keeps_card, expires_at=soon)
    key = f"parameters-{keeps_card}-{bool(chosen)}-{soon.timestamp()}"
    context = stripe_sessions.open_session(account="", key=key, parameters=parameters)
    found = stripe.session(context.id)
    assert (found["amount_subtotal"], found["expires_at"]) == (64000, int(soon.timestamp()))
    assert found["automatic_tax"]["enabled"] is (bool(chosen) and not keeps_card)
    assert ("sepa_debit" in found["payment_method_types"]) is (bool(chosen) and not keeps_card)
