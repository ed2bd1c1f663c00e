"""The panel's buttons: each posts a form from the panel itself and leads back to it; a mistake is shown there."""

import re
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import (
    disputes,
    events,
    faults,
    panel,
    paying,
    payment_methods,
    refunds,
)
from mentorhub.stripe_sandbox.delivery_faults import ALL
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import calling_for, refuse_other_forms, this_sandbox
from mentorhub.stripe_sandbox.money import parsed

blueprint = Blueprint("panel_forms", __name__, url_prefix="/_sandbox/panel")
blueprint.before_request(refuse_other_forms)
NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?")
NUMBERS = ("delay_seconds", "down_hours", "redirect_wait_seconds")
PLACES = {"refunds": "payments", "disputes": "payments", "payment_methods": "payments"}


@blueprint.errorhandler(ApiError)
def show_mistake(error: ApiError) -> ResponseReturnValue:
    """The panel again, with the message and what was typed."""
    place = request.path.removeprefix("/_sandbox/panel/").split("/")[0]
    return panel.page(place=PLACES.get(place, place), error=error, typed=request.form)


@blueprint.post("/clock")
def move_clock() -> ResponseReturnValue:
    """Move the sandbox's time ahead, and do what is due then."""
    sandbox, seconds = this_sandbox(), _number("seconds")
    if seconds not in dict(panel.JUMPS).values():
        raise ApiError("Choose how far.", param="seconds")
    sandbox.clock.advance(seconds or 0)
    with sandbox.calling():
        return _back("clock")


@blueprint.post("/calls")
def add_fault() -> ResponseReturnValue:
    """Switch a fault of calls on."""
    form = request.form
    if form.get("fault") not in panel.FAULTS or form.get("calls") not in panel.CALLS:
        raise ApiError("Choose a fault and the calls that meet it.", param="fault")
    given = {**panel.FAULTS[form["fault"]][1], **panel.CALLS[form["calls"]][1]}
    if given["kind"] == "latency":
        given["seconds"] = _number("seconds")
    this_sandbox().faults.add(faults.read({**given, "times": _whole("times")}))
    return _back("calls")


@blueprint.post("/calls/removal")
def clear_faults() -> ResponseReturnValue:
    """Switch all faults of calls off."""
    this_sandbox().faults.clear()
    return _back("calls")


@blueprint.post("/deliveries")
def change_deliveries() -> ResponseReturnValue:
    """Set the switches of the deliveries; an empty number is off, an empty outage leaves it as it is."""
    form = request.form
    given: dict[str, Any] = {name: _number(name) for name in NUMBERS}
    given["delay_seconds"] = given["delay_seconds"] or 0
    if given["down_hours"] is None:
        del given["down_hours"]
    this_sandbox().switch_deliveries(
        {
            **given,
            "drop": ALL if form.get("drop_all") else _whole("drop") or 0,
            "duplicate": _whole("duplicate") or 0,
            "twin": bool(form.get("twin")),
            "reorder": bool(form.get("reorder")),
            "types": form.get("types", "").replace(",", " ").split(),
            "down_fate": form.get("down_fate", "retried"),
            "redirect": form.get("redirect", "default"),
        }
    )
    return _back("deliveries")


@blueprint.post("/deliveries/removal")
def clear_deliveries() -> ResponseReturnValue:
    """Switch all faults of deliveries off, and send what was held back."""
    this_sandbox().clear_deliveries()
    return _back("deliveries")


@blueprint.post("/events")
def deliver() -> ResponseReturnValue:
    """Send every delivery that waits, now."""
    this_sandbox().courier.deliver_now()
    return _back("events")


@blueprint.post("/events/<object_id>/deliveries")
def send_again(object_id: str) -> ResponseReturnValue:
    """Send one event once more."""
    with this_sandbox().calling_for_event(object_id) as call:
        events.send_again(call, object_id)
    return _back("events")


@blueprint.post("/payments/<object_id>/refunds")
def create_refund(object_id: str) -> ResponseReturnValue:
    """Refund the whole rest, or the amount that is typed, as in Stripe's dashboard."""
    typed = request.form.get("amount", "").strip()
    with calling_for("payment_intent", object_id) as call:
        currency = call.find("payment_intent", object_id)["currency"]
        amount = {"amount": parsed(typed, currency=currency)} if "amount" in request.form else {}
        refunds.create(call, {"payment_intent": object_id, **amount})
    return _back("payments")


@blueprint.post("/refunds/<object_id>")
def move_refund(object_id: str) -> ResponseReturnValue:
    """The bank's later word on a refund."""
    with calling_for("refund", object_id) as call:
        refunds.move(call, object_id, status=request.form.get("status", ""))
    return _back("payments")


@blueprint.post("/payments/<object_id>/disputes")
def open_dispute(object_id: str) -> ResponseReturnValue:
    """The buyer's bank takes the payment back."""
    with calling_for("payment_intent", object_id) as call:
        charge_id = call.find("payment_intent", object_id)["latest_charge"]
        disputes.open_dispute(call, str(charge_id))
    return _back("payments")


@blueprint.post("/disputes/<object_id>")
def move_dispute(object_id: str) -> ResponseReturnValue:
    """Who wins the dispute."""
    with calling_for("dispute", object_id) as call:
        disputes.move(call, object_id, status=request.form.get("status", ""))
    return _back("payments")


@blueprint.post("/payments/<object_id>/debit")
def settle_debit(object_id: str) -> ResponseReturnValue:
    """The bank's answer to a debit on its way."""
    with calling_for("payment_intent", object_id) as call:
        intent = call.find("payment_intent", object_id)
        paying.settle_debit(call, intent, is_paid=request.form.get("debit") == "settled")
    return _back("payments")


@blueprint.post("/payment_methods/<object_id>")
def change_behaviour(object_id: str) -> ResponseReturnValue:
    """How a saved card answers from now on."""
    with calling_for("payment_method", object_id) as call:
        behaviour = request.form.get("behaviour", "")
        payment_methods.behave(call, object_id, behaviour=behaviour)
    return _back("payments")


def _back(place: str) -> ResponseReturnValue:
    return redirect(f"/_sandbox#{place}", code=303)


def _number(name: str) -> float | None:
    """The number that was typed, None for nothing; refuses what is none."""
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    if not NUMBER.fullmatch(typed):
        raise ApiError("Enter a number.", param=name)
    return float(typed)


def _whole(name: str) -> int | None:
    value = _number(name)
    if value is not None and value != value // 1:
        raise ApiError("Enter a whole number.", param=name)
    return None if value is None else int(value)
