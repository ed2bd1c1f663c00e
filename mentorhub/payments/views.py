"""Where Stripe's events come in: verified, stored, answered; applied a moment later by a periodic task."""

from flask import Blueprint, request

from mentorhub.foundation.jobs import wake
from mentorhub.payments.actions import ForgedEvent, events

blueprint = Blueprint("payments", __name__)


@blueprint.post("/stripe/events")
def receive_event() -> tuple[str, int]:
    """204 once stored (again and again for the same event); 400 for a forged one, stored nowhere."""
    try:
        events.receive_event(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except ForgedEvent:
        return "", 400
    wake("stripe-events")
    return "", 204
