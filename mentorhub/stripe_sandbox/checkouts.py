"""Checkout Sessions as the API offers them: open until paid or expired (paying: `paying.py`)."""

from typing import Any

from mentorhub.stripe_sandbox import (
    application_fees,
    charging,
    customers,
    payment_methods,
    promotions,
)
from mentorhub.stripe_sandbox.account_access import can_charge
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.listing import as_list, listed
from mentorhub.stripe_sandbox.money import check_step, checked_currency, display, is_chargeable
from mentorhub.stripe_sandbox.objects import checkout as shapes
from mentorhub.stripe_sandbox.params import at_most_one
from mentorhub.stripe_sandbox.store import Doc

SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60  # seconds a checkout may stay open
COPIED = """
    allow_promotion_codes allowed_payment_method_types billing_address_collection cancel_url
    client_reference_id customer customer_email integration_identifier locale mode
    origin_context submit_type success_url ui_mode
"""


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/checkout/sessions"""
    at_most_one(params, ("customer", "customer_email"))
    at_most_one(params, ("allow_promotion_codes", "discounts"))
    if "customer" in params:
        customers.existing(call, params["customer"], param="customer")
    items = [shapes.line_item(given, now=call.now) for given in _checked_items(params)]
    currency, subtotal = items[0]["currency"], sum(item["amount_subtotal"] for item in items)
    creation = params.get("customer_creation", None if "customer" in params else "if_required")
    checkout = shapes.checkout_session(
        **{name: params[name] for name in COPIED.split() if name in params},
        after_expiration=shapes.after_expiration(
            params.get("after_expiration", {}).get("recovery")
        ),
        amount_subtotal=subtotal,
        automatic_tax=shapes.automatic_tax(is_wanted=_is_taxed(params)),
        created=call.now,
        currency=currency,
        customer_creation=creation,
        expires_at=_expiry(call, params),
        metadata=customers.merged({}, params.get("metadata") or {}),
        payment_method_types=_method_types(call, params, currency=currency),
        _private={"line_items": items, "intent": params.get("payment_intent_data", {})},
    )
    checkout["url"] = f"{call.base_url}/c/pay/{checkout['id']}"
    promotions.remove_discount(checkout)
    for discount in params.get("discounts", []):
        promotions.apply_discount(call, checkout, discount=discount)
    check_total(checkout)
    application_fees.check(
        call,
        checkout["_private"]["intent"],
        amount=checkout["amount_total"],
        param="payment_intent_data[application_fee_amount]",
    )
    return save(call, checkout)


def retrieve(call: Call, checkout_id: str) -> Doc:
    """GET /v1/checkout/sessions/<id>"""
    return call.find("checkout.session", checkout_id, param="session")


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/checkout/sessions"""
    wanted = {name: params.get(name) for name in ("customer", "payment_intent", "status")}
    email = params.get("customer_details", {}).get("email")
    return listed(
        call,
        "checkout.session",
        params,
        url="/v1/checkout/sessions",
        equal={**wanted, "customer_details.email": email},
    )


def list_line_items(call: Call, params: dict[str, Any], checkout_id: str) -> Doc:
    """GET /v1/checkout/sessions/<id>/line_items, in the order they were given."""
    checkout = retrieve(call, checkout_id)
    items = checkout["_private"]["line_items"]
    ids = [item["id"] for item in items]
    first, last = 0, len(items)
    for name in ("starting_after", "ending_before"):
        if name in params and params[name] not in ids:
            raise ParameterError(
                f"No such line item: '{params[name]}'", code="resource_missing", param=name
            )
    if "starting_after" in params:
        first = ids.index(params["starting_after"]) + 1
    if "ending_before" in params:
        last = ids.index(params["ending_before"])
        first = max(0, last - params.get("limit", 10))
    end = min(last, first + params.get("limit", 10))
    has_more = first > 0 if "ending_before" in params else end < len(items)
    url = f"/v1/checkout/sessions/{checkout_id}/line_items"
    return as_list(items[first:end], url=url, has_more=has_more)


def expire(call: Call, checkout_id: str) -> Doc:
    """POST /v1/checkout/sessions/<id>/expire: only from open."""
    checkout = retrieve(call, checkout_id)
    if checkout["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of `{checkout['status']}`."
        )
    return end(call, checkout)


def end(call: Call, checkout: Doc) -> Doc:
    """Expire an open checkout, by the call above or by its time; its intent is canceled."""
    checkout.update(status="expired", url=None)
    save(call, checkout)
    if checkout["payment_intent"]:
        intent = call.find("payment_intent", checkout["payment_intent"])
        charging.cancel(call, intent, reason="expired")
    call.emit("checkout.session.expired", checkout)
    return checkout


def save(call: Call, checkout: Doc) -> Doc:
    """Store the checkout; while it is open, the periodic task looks at it when it expires."""
    is_open = checkout["status"] == "open"
    return call.save(checkout, due_at=checkout["expires_at"] if is_open else None)


def check_total(checkout: Doc) -> None:
    """Refuse a total that is neither nothing nor enough to be charged."""
    total, currency = checkout["amount_total"], checkout["currency"]
    if total and not is_chargeable(total, currency=currency):
        raise ParameterError(
            "The Checkout Session's total amount due must add up to at least the minimum charge "
            f"amount; it is {display(total, currency=currency)}.",
            code="amount_too_small",
        )


def _is_taxed(params: dict[str, Any]) -> bool:
    """Whether tax is worked out; refuses a price that does not say whether it holds the tax."""
    is_wanted = bool(params.get("automatic_tax", {}).get("enabled"))
    behaviors = {item["price_data"].get("tax_behavior") for item in params["line_items"]}
    if is_wanted and behaviors & {None, "unspecified"}:
        raise ParameterError(
            "When `automatic_tax[enabled]` is set, each price must have a `tax_behavior`.",
            param="line_items",
        )
    return is_wanted


def _checked_items(params: dict[str, Any]) -> list[Doc]:
    for number, item in enumerate(params["line_items"]):
        data, param = item["price_data"], f"line_items[{number}][price_data]"
        data["currency"] = checked_currency(data["currency"], param=f"{param}[currency]")
        check_step(data["unit_amount"], currency=data["currency"], param=f"{param}[unit_amount]")
    if len({item["price_data"]["currency"] for item in params["line_items"]}) > 1:
        raise ParameterError("All line items must have the same currency.", param="line_items")
    items: list[Doc] = params["line_items"]
    return items


def _expiry(call: Call, params: dict[str, Any]) -> int:
    expires_at = int(params.get("expires_at", call.now + LONGEST))
    if expires_at - call.now < SHORTEST:
        raise ParameterError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            param="expires_at",
        )
    if expires_at - call.now > LONGEST:
        raise ParameterError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def _method_types(call: Call, params: dict[str, Any], *, currency: str) -> list[str]:
    """The methods a checkout offers: none on an account that may not take cards (any more)."""
    eligible = ["card", *filter(None, [payment_methods.debit_of(currency)])]
    if not can_charge(call):
        eligible = []
    allowed = params.get("allowed_payment_method_types", eligible)
    types = [kind for kind in eligible if kind in allowed]
    if not types:
        raise ParameterError(
            "No valid payment method types for this Checkout Session. Please ensure that you have "
            "activated payment methods compatible with your chosen currency in your dashboard.",
            param="allowed_payment_method_types" if eligible else None,
        )
    return types
