"""The webhook for Stripe's events: verified, stored, answered; applied soon after by a periodic task."""

from flask import Blueprint, request

from mentorhub.foundation.jobs import wake
from mentorhub.payments.actions import events
from mentorhub.payments.rules.failures import ForgedEvent

blueprint = Blueprint("payments", __name__)


@blueprint.post("/stripe/events")
def receive_event() -> tuple[str, int]:
    """204 once stored (also when the same event comes again); 400 for a forged one, which is not stored."""
    try:
        events.receive_event(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except ForgedEvent:
        return "", 400
    wake("stripe-events")
    return "", 204
