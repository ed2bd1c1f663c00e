"""Disputes: opened and decided through the control API, read through the API."""

from typing import Any

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.objects import aftermath
from mentorhub.stripe_sandbox.store import Doc

CLOSED = ("won", "lost")
STATUSES = ("needs_response", "under_review", *CLOSED)


def retrieve(call: Call, dispute_id: str) -> Doc:
    """GET /v1/disputes/<id>"""
    return call.find("dispute", dispute_id, param="dispute")


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/disputes"""
    wanted = {name: params.get(name) for name in ("charge", "payment_intent")}
    return listed(call, "dispute", params, url="/v1/disputes", equal=wanted)


def open_dispute(call: Call, charge_id: str, *, reason: str = "fraudulent") -> Doc:
    """The buyer's bank takes the charge back; the money leaves at once."""
    charge = call.find("charge", charge_id)
    if charge["status"] != "succeeded" or charge["refunded"] or charge["disputed"]:
        raise ApiError("Only a paid charge, not fully refunded and not disputed, can be disputed.")
    charge["disputed"] = True
    call.save(charge)
    dispute = aftermath.dispute(
        charge,
        amount=charge["amount"] - charge["amount_refunded"],
        reason=reason,
        now=call.now,
    )
    call.save(dispute, parent=charge_id)
    call.emit("charge.dispute.created", dispute)
    call.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def move(call: Call, dispute_id: str, *, status: str) -> Doc:
    """Decide a dispute, or send it to review; a won one brings the money back."""
    dispute = call.find("dispute", dispute_id)
    if status not in STATUSES or dispute["status"] in CLOSED:
        raise ApiError(f"A dispute that is {dispute['status']} cannot become {status}.")
    previous = {"status": dispute["status"]}
    dispute["status"] = status
    call.save(dispute)
    if status not in CLOSED:
        call.emit("charge.dispute.updated", dispute, previous=previous)
        return dispute
    call.emit("charge.dispute.closed", dispute)
    if status == "won":
        charge = call.find("charge", dispute["charge"])
        charge["disputed"] = False
        call.save(charge)
        call.emit("charge.dispute.funds_reinstated", dispute)
    return dispute
