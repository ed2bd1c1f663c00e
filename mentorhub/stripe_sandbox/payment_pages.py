"""The pay page's endpoint for programs, as the Stripe CLI uses it: pay without a browser."""

from typing import Any

from mentorhub.stripe_sandbox import charging, paying, payment_methods
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.store import Doc

BUYER = "buyer@example.com"


def confirm(call: Call, params: dict[str, Any], checkout_id: str) -> Doc:
    """POST /v1/payment_pages/<cs>/confirm: `payment_method`, and if given the `expected_amount`.

    402 with the card error if the method is refused; the checkout stays open then.
    """
    checkout = call.find("checkout.session", checkout_id, param="session")
    expected = params.get("expected_amount", checkout["amount_total"])
    if expected != checkout["amount_total"]:
        raise ApiError(
            f"The expected amount {expected} does not match the total {checkout['amount_total']}.",
            param="expected_amount",
        )
    payer = {
        "email": params.get("email") or checkout["customer_email"] or BUYER,
        "name": params.get("name"),
    }
    reference = params.get("payment_method")
    method = payment_methods.from_reference(call, reference, payer=payer) if reference else None
    paying.pay(call, checkout, method=method, payer=payer)
    if checkout["status"] == "open":
        intent = call.find("payment_intent", checkout["payment_intent"])
        if intent["status"] == "requires_payment_method":
            raise charging.refusal_of(intent)
    return checkout
