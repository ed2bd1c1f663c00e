"""The webhook for Stripe's events: verified, stored, answered; applied soon after by a periodic task."""

from flask import request

from mentorhub.foundation.jobs import wake
from mentorhub.payments.actions import events
from mentorhub.payments.rules.failures import ForgedEvent
from mentorhub.payments.views.blueprint import blueprint


@blueprint.post("/stripe/events")
def receive_event() -> tuple[str, int]:
    """204 once stored (also when the same event comes again); 400 for a forged one, which is not stored.

    The platform's events, connected accounts' and thin ones all come here, each signed with a secret of its own.
    """
    try:
        events.receive_event(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except ForgedEvent:
        return "", 400
    wake("stripe-events")
    return "", 204
