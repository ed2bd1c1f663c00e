"""PaymentIntents and charges as the API offers them; what an attempt does is in `charging.py`."""

from typing import Any

from mentorhub.stripe_sandbox import application_fees, charging, customers, payment_methods
from mentorhub.stripe_sandbox.account_access import check_can_charge
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.money import check_step, checked_currency, display, is_chargeable
from mentorhub.stripe_sandbox.objects.payment import payment_intent
from mentorhub.stripe_sandbox.settings import APPLICATION
from mentorhub.stripe_sandbox.store import Doc

CONFIRMATION = (
    "confirm",
    "off_session",
    "payment_method",
    "return_url",
    "error_on_requires_action",
)
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/payment_intents; with `confirm` it charges at once, 402 if the card is refused."""
    currency = checked_currency(params["currency"], param="currency")
    check_step(params["amount"], currency=currency, param="amount")
    if not is_chargeable(params["amount"], currency=currency):
        raise ParameterError(
            f"Amount must convert to at least the minimum charge amount; got "
            f"{display(params['amount'], currency=currency)}.",
            code="amount_too_small",
            param="amount",
        )
    application_fees.check(call, params, amount=params["amount"], param="application_fee_amount")
    if params.get("off_session") and not params.get("confirm"):
        raise ParameterError(
            "You cannot pass `off_session` when `confirm` is not true.", param="off_session"
        )
    if params.get("confirm"):
        check_can_charge(call)
    if "customer" in params:
        customers.existing(call, params["customer"], param="customer")
    values = {name: value for name, value in params.items() if name not in CONFIRMATION}
    if "automatic_payment_methods" in values:
        values["automatic_payment_methods"].setdefault("allow_redirects", "always")
    intent = new_intent(call, {**values, "currency": currency})
    if "payment_method" in params and not params.get("confirm"):
        method = payment_methods.from_reference(call, params["payment_method"], payer={})
        intent.update(payment_method=method["id"], status="requires_confirmation")
        call.save(intent)
    return confirm(call, _confirmation(params), intent["id"]) if params.get("confirm") else intent


def new_intent(call: Call, values: Doc) -> Doc:
    """Store a PaymentIntent with these fields and emit that it was created."""
    metadata = customers.merged({}, values.get("metadata") or {})
    application = APPLICATION if call.is_connected else None
    intent = payment_intent(
        **{**values, "application": application, "metadata": metadata, "created": call.now}
    )
    call.save(intent)
    call.emit("payment_intent.created", intent)
    return intent


def confirm(call: Call, params: dict[str, Any], intent_id: str) -> Doc:
    """POST /v1/payment_intents/<id>/confirm"""
    intent = call.find("payment_intent", intent_id, param="intent")
    if intent["status"] not in CONFIRMABLE:
        raise ApiError(
            f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
            payment_intent=intent,
        )
    reference = params.get("payment_method") or intent["payment_method"]
    if reference is None:
        raise ApiError(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
        )
    check_can_charge(call)
    method = payment_methods.from_reference(call, reference, payer={})
    _check_chargeable(intent, method)
    intent["setup_future_usage"] = params.get("setup_future_usage", intent["setup_future_usage"])
    charging.attempt(
        call,
        intent,
        method=method,
        is_off_session=bool(params.get("off_session") or params.get("error_on_requires_action")),
        return_url=params.get("return_url"),
    )
    if intent["status"] == "requires_payment_method":
        raise charging.refusal_of(intent)
    return intent


def cancel(call: Call, params: dict[str, Any], intent_id: str) -> Doc:
    """POST /v1/payment_intents/<id>/cancel"""
    intent = call.find("payment_intent", intent_id, param="intent")
    return charging.cancel(call, intent, reason=params.get("cancellation_reason"))


def retrieve(call: Call, intent_id: str) -> Doc:
    """GET /v1/payment_intents/<id>"""
    return call.find("payment_intent", intent_id, param="intent")


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/payment_intents"""
    wanted = {"customer": params.get("customer")}
    return listed(call, "payment_intent", params, url="/v1/payment_intents", equal=wanted)


def retrieve_charge(call: Call, charge_id: str) -> Doc:
    """GET /v1/charges/<id>"""
    return call.find("charge", charge_id)


def list_charges(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/charges"""
    wanted = {name: params.get(name) for name in ("customer", "payment_intent")}
    return listed(call, "charge", params, url="/v1/charges", equal=wanted)


def _confirmation(params: dict[str, Any]) -> dict[str, Any]:
    return {name: params[name] for name in CONFIRMATION if name in params and name != "confirm"}


def _check_chargeable(intent: Doc, method: Doc) -> None:
    if method["customer"] is not None and method["customer"] != intent["customer"]:
        raise ApiError(
            f"The payment method supplied ({method['id']}) belongs to a different Customer. "
            "Please specify the Customer in the `customer` parameter.",
            param="payment_method",
        )
    if method["customer"] is None and method["_private"].get("is_used_up"):
        raise ApiError(
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
            "attachment, shared with a connected account without Customer attachment, or was "
            "detached from a Customer. It may not be used again. To use a PaymentMethod multiple "
            "times, you must attach it to a Customer first.",
            param="payment_method",
        )
