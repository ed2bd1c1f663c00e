"""Refunds of a charge, in one piece or several, and what the bank makes of them later."""

from typing import Any

from mentorhub.stripe_sandbox import application_fees, customers
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.money import display
from mentorhub.stripe_sandbox.objects import aftermath
from mentorhub.stripe_sandbox.params import at_most_one
from mentorhub.stripe_sandbox.store import Doc

RETURNED = ("pending", "succeeded", "requires_action")  # counted in the charge's amount_refunded


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/refunds: the whole rest unless `amount` is given."""
    charge = _charge_to_refund(call, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if charge["refunded"]:
        raise ApiError(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if charge["disputed"]:
        raise ApiError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if amount > left:
        currency = charge["currency"]
        raise ApiError(
            f"Refund amount ({display(amount, currency=currency)}) is greater than unrefunded "
            f"amount on charge ({display(left, currency=currency)})",
            param="amount",
        )
    gives_fee_back = bool(params.get("refund_application_fee"))
    if gives_fee_back:
        application_fees.check_refundable(charge)
    refund = aftermath.refund(
        charge,
        amount=amount,
        now=call.now,
        metadata=customers.merged({}, params.get("metadata") or {}),
        reason=params.get("reason"),
    )
    call.save(refund, parent=charge["id"])
    call.emit("refund.created", refund)
    previous = _recount(call, charge)
    call.emit("charge.refunded", charge, previous=previous)
    if gives_fee_back:
        application_fees.give_back(call, charge, refunded=amount)
    return refund


def retrieve(call: Call, refund_id: str) -> Doc:
    """GET /v1/refunds/<id>"""
    return call.find("refund", refund_id)


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/refunds"""
    wanted = {name: params.get(name) for name in ("charge", "payment_intent")}
    return listed(call, "refund", params, url="/v1/refunds", equal=wanted)


def move(call: Call, refund_id: str, *, status: str, reason: str | None = None) -> Doc:
    """Let the bank say something else about a refund: `pending`, `succeeded` or `failed`.

    A failed one gives the amount back to the charge; it may fail after it succeeded.
    """
    refund = call.find("refund", refund_id)
    if status not in {"pending", "succeeded", "failed"} or refund["status"] == "failed":
        raise ApiError(f"A refund that is {refund['status']} cannot become {status}.")
    previous = {name: refund[name] for name in ("status", "failure_reason", "pending_reason")}
    refund.update(
        status=status,
        failure_reason=(reason or "unknown") if status == "failed" else None,
        pending_reason="processing" if status == "pending" else None,
    )
    call.save(refund)
    _recount(call, call.find("charge", refund["charge"]))
    changed = {name: value for name, value in previous.items() if refund[name] != value}
    for event_type in ("refund.updated", "charge.refund.updated"):
        call.emit(event_type, refund, previous=changed)
    if status == "failed":
        call.emit("refund.failed", refund)
    return refund


def _charge_to_refund(call: Call, params: dict[str, Any]) -> Doc:
    at_most_one(params, ("charge", "payment_intent"))
    if "charge" in params:
        charge = call.find("charge", params["charge"], param="charge")
    elif "payment_intent" in params:
        intent = call.find("payment_intent", params["payment_intent"], param="payment_intent")
        if intent["status"] != "succeeded":
            raise ApiError(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                param="payment_intent",
            )
        charge = call.find("charge", intent["latest_charge"])
    else:
        raise ParameterError(
            "One of the following params should be provided for this request: payment_intent or "
            "charge.",
            code="parameter_missing",
        )
    if charge["status"] != "succeeded":
        raise ApiError(
            f"Charge {charge['id']} was not captured, so it cannot be refunded.", param="charge"
        )
    return charge


def _recount(call: Call, charge: Doc) -> Doc:
    """Bring the charge in line with its refunds; return its former values."""
    previous = {name: charge[name] for name in ("amount_refunded", "refunded")}
    returned = sum(
        refund["amount"]
        for refund in call.store.children("refund", charge["id"])
        if refund["status"] in RETURNED
    )
    charge.update(amount_refunded=returned, refunded=returned == charge["amount_captured"])
    call.save(charge)
    return {name: value for name, value in previous.items() if charge[name] != value}
