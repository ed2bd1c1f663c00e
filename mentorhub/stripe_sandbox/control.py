"""The control API under /_sandbox, JSON in and out: what bank, dashboard and time would do.

An object's account is found by its id; errors have Stripe's shape.
"""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import (
    disputes,
    events,
    paying,
    payment_methods,
    refunds,
    webhook_endpoints,
)
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import (
    as_json,
    calling_for,
    given_json,
    number,
    refuse_other_sites,
    this_sandbox,
)
from mentorhub.stripe_sandbox.objects.fields import public

blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")
blueprint.before_request(refuse_other_sites)
blueprint.register_error_handler(ApiError, as_json)


@blueprint.get("/clock")
def show_clock() -> ResponseReturnValue:
    """{"now": seconds}: the sandbox's time."""
    return jsonify(now=this_sandbox().clock.now())


@blueprint.post("/clock")
def move_clock() -> ResponseReturnValue:
    """{"advance_seconds": n} or {"now": epoch}: move the time and do what is due then."""
    sandbox, given = this_sandbox(), given_json()
    if "now" in given:
        sandbox.clock.set(number(given, "now"))
    else:
        sandbox.clock.advance(number(given, "advance_seconds"))
    with sandbox.calling():
        return jsonify(now=sandbox.clock.now())


@blueprint.post("/deliveries")
def deliver() -> ResponseReturnValue:
    """Send every webhook that waits, due or not; answers {"sent": n} when they are answered."""
    return jsonify(sent=this_sandbox().courier.deliver_now())


@blueprint.get("/deliveries")
def show_deliveries() -> ResponseReturnValue:
    """?event=evt_…: what became of its deliveries, per endpoint; without it, of all."""
    store, event = this_sandbox().store, request.args.get("event")
    with store.changing():
        rows = store.run("SELECT * FROM deliveries WHERE coalesce(event = ?, 1) ORDER BY id", event)
        return jsonify([dict(row) for row in rows])


@blueprint.get("/events")
def show_events() -> ResponseReturnValue:
    """{"total", "undelivered", "by_type"}: how many events, and deliveries still open."""
    store = this_sandbox().store
    with store.changing():
        rows = store.run(
            "SELECT json_extract(doc, '$.type') AS type, count(*) AS number FROM objects"
            " WHERE kind IN ('event', 'v2.core.event') GROUP BY 1 ORDER BY 1"
        )
        waiting = store.run("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending')")
    by_type = {row["type"]: row["number"] for row in rows}
    return jsonify(total=sum(by_type.values()), undelivered=waiting[0][0], by_type=by_type)


@blueprint.post("/events/<object_id>/deliveries")
def send_again(object_id: str) -> ResponseReturnValue:
    """{}: send an event once more to all who listen, as the dashboard's button does."""
    given_json()
    with this_sandbox().calling_for_event(object_id) as call:
        return jsonify(queued=events.send_again(call, object_id))


@blueprint.post("/payment_intents/<object_id>")
def settle_debit(object_id: str) -> ResponseReturnValue:
    """{"debit": "settled" | "failed"}: the bank's answer to a debit on its way."""
    debit = given_json().get("debit")
    if debit not in {"settled", "failed"}:
        raise ApiError("Pass `debit`: settled or failed.", param="debit")
    with calling_for("payment_intent", object_id) as call:
        intent = call.find("payment_intent", object_id)
        paying.settle_debit(call, intent, is_paid=debit == "settled")
        return jsonify(public(intent))


@blueprint.post("/payment_methods/<object_id>")
def change_behaviour(object_id: str) -> ResponseReturnValue:
    """{"behaviour": "pays" | "generic_decline" | …}: how a saved card answers from now on."""
    with calling_for("payment_method", object_id) as call:
        behaviour = str(given_json().get("behaviour"))
        return jsonify(public(payment_methods.behave(call, object_id, behaviour=behaviour)))


@blueprint.post("/refunds/<object_id>")
def move_refund(object_id: str) -> ResponseReturnValue:
    """{"status": "pending" | "succeeded" | "failed", "reason"?}: the bank's word on a refund."""
    given = given_json()
    with calling_for("refund", object_id) as call:
        status = str(given.get("status"))
        refund = refunds.move(call, object_id, status=status, reason=given.get("reason"))
        return jsonify(public(refund))


@blueprint.post("/disputes")
def open_dispute() -> ResponseReturnValue:
    """{"charge": "ch_…", "reason"?}: the buyer's bank takes a charge back."""
    given = given_json()
    charge_id = str(given.get("charge"))
    with calling_for("charge", charge_id) as call:
        reason = given.get("reason", "fraudulent")
        return jsonify(public(disputes.open_dispute(call, charge_id, reason=reason)))


@blueprint.post("/disputes/<object_id>")
def move_dispute(object_id: str) -> ResponseReturnValue:
    """{"status": "under_review" | "won" | "lost"}: what becomes of a dispute."""
    with calling_for("dispute", object_id) as call:
        status = str(given_json().get("status"))
        return jsonify(public(disputes.move(call, object_id, status=status)))


@blueprint.post("/webhook_endpoints/<object_id>/secrets")
def roll_secret(object_id: str) -> ResponseReturnValue:
    """{"overlap_seconds"?}: roll the secret; answers {"secret"}, the old one signs too meanwhile."""
    given = given_json()
    overlap = int(
        number({"overlap_seconds": webhook_endpoints.ROLLING_SECONDS, **given}, "overlap_seconds")
    )
    with calling_for("webhook_endpoint", object_id) as call:
        return jsonify(secret=webhook_endpoints.roll(call, object_id, overlap_seconds=overlap))
