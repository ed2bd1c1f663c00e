"""The control API's faults, JSON in and out: of calls under /_sandbox/faults, of deliveries below theirs."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import delivery_faults, faults
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import (
    as_json,
    given_json,
    refuse_other_sites,
    this_sandbox,
)

blueprint = Blueprint("fault_routes", __name__, url_prefix="/_sandbox")
blueprint.before_request(refuse_other_sites)
blueprint.register_error_handler(ApiError, as_json)


@blueprint.get("/faults")
def show_faults() -> ResponseReturnValue:
    """{"faults": […]}: what is on, the oldest first, with what is left of `times`."""
    return jsonify(faults=this_sandbox().faults.shown())


@blueprint.post("/faults")
def add_fault() -> ResponseReturnValue:
    """{"kind": "status" | "reset" | "latency", "status"?, "stage"?, "seconds"?, "method"?, "path"?, "times"?}

    What each means: `faults.Fault`. Answers as GET.
    """
    this_sandbox().faults.add(faults.read(given_json()))
    return show_faults()


@blueprint.delete("/faults")
def clear_faults() -> ResponseReturnValue:
    """Switch all faults of calls off. Answers as GET."""
    this_sandbox().faults.clear()
    return show_faults()


@blueprint.get("/deliveries/faults")
def show_delivery_faults() -> ResponseReturnValue:
    """Every switch of the deliveries as it stands: `delivery_faults.DeliveryFaults`."""
    return jsonify(delivery_faults.shown(this_sandbox().switches.current()))


@blueprint.post("/deliveries/faults")
def change_delivery_faults() -> ResponseReturnValue:
    """{"delay_seconds"?, "drop"?, "duplicate"?, "twin"?, "reorder"?, "types"?, "down_hours"?, "down_fate"?,
    "redirect"?, "redirect_wait_seconds"?}: change those; `reorder` off sends what was held back. Answers as GET.
    """
    this_sandbox().switch_deliveries(given_json())
    return show_delivery_faults()


@blueprint.delete("/deliveries/faults")
def clear_delivery_faults() -> ResponseReturnValue:
    """Switch all faults of deliveries off; sends what was held back. Answers as GET."""
    this_sandbox().clear_deliveries()
    return show_delivery_faults()
