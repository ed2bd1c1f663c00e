"""Events as the API offers them, thirty days back (made in `call.py`, sent in `delivery.py`)."""

import json
from typing import Any

from mentorhub.stripe_sandbox import thin_events
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import missing
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.params import at_most_one
from mentorhub.stripe_sandbox.settings import STORED_SECONDS
from mentorhub.stripe_sandbox.store import Doc

UNDELIVERED = "EXISTS (SELECT 1 FROM deliveries WHERE event = objects.id AND state <> 'delivered')"


def retrieve(call: Call, event_id: str) -> Doc:
    """GET /v1/events/<id>"""
    event = call.find("event", event_id)
    if event["created"] <= call.now - STORED_SECONDS:
        raise missing("event", event_id)
    return event


def send_again(call: Call, event_id: str) -> int:
    """Queue an event once more, as the dashboard does; its own retries go on. Return for how many endpoints."""
    if call.store.account_of(thin_events.KIND, event_id) is not None:
        return call.send_again(thin_events.retrieve(call, event_id))
    return call.send_again(retrieve(call, event_id))


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/events: by type or types (`charge.*` too), time, and whether deliveries worked."""
    at_most_one(params, ("type", "types"))
    where: dict[str, Any] = {
        "json_extract(doc, '$.created') > ?": call.now - STORED_SECONDS,
    }
    types = params.get("types") or ([params["type"]] if "type" in params else [])
    if types:
        matches = "SELECT 1 FROM json_each(?) WHERE json_extract(doc, '$.type') GLOB value"
        where[f"EXISTS ({matches})"] = json.dumps(types)
    if "delivery_success" in params:
        where[f"{UNDELIVERED} = ?"] = not params["delivery_success"]
    return listed(call, "event", params, url="/v1/events", where=where)
