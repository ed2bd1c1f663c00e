"""Thin events, which name an object instead of holding it: how they are made, and how v2 offers them."""

import json
from datetime import datetime
from typing import Any

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError, missing
from mentorhub.stripe_sandbox.listing_v2 import listed
from mentorhub.stripe_sandbox.objects import connect
from mentorhub.stripe_sandbox.objects.fields import moment
from mentorhub.stripe_sandbox.settings import STORED_SECONDS
from mentorhub.stripe_sandbox.store import Doc

KIND = "v2.core.event"
PLACES = {
    "v2.core.account": "/v2/core/accounts",
    "v2.core.event_destination": "/v2/core/event_destinations",
}
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def emit(
    call: Call,
    event_type: str,
    *,
    about: Doc | None = None,
    data: Doc | None = None,
    only_to: str | None = None,
) -> Doc:
    """Store a thin event of the platform, queue it for the destinations that want it, and return it.

    `about` is the object it names; `only_to` is the one destination that is to hear it, whatever it wants.
    """
    related = None
    if about is not None:
        url = f"{PLACES[about['object']]}/{about['id']}"
        related = {"id": about["id"], "type": about["object"], "url": url}
    event = connect.thin_event(
        event_type, now=call.now, reason=_reason(call), related=related, data=data
    )
    platform = call.on("")
    platform.announce(event, None if only_to is None else [only_to])
    return event


def retrieve(call: Call, event_id: str) -> Doc:
    """GET /v2/core/events/<id>, thirty days back."""
    event = call.find(KIND, event_id, called="event")
    if event["_private"]["created"] <= call.now - STORED_SECONDS:
        raise missing("event", event_id)
    return event


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v2/core/events: by type, by the object they are about, and by time."""
    where: dict[str, Any] = {
        "json_extract(doc, '$._private.created') > ?": call.now - STORED_SECONDS
    }
    if "object_id" in params:
        where["json_extract(doc, '$.related_object.id') = ?"] = params["object_id"]
    if "types" in params:
        matches = "SELECT 1 FROM json_each(?) WHERE json_extract(doc, '$.type') = value"
        where[f"EXISTS ({matches})"] = json.dumps(params["types"])
    for name, given in params.get("created", {}).items():
        condition = f"json_extract(doc, '$.created') {COMPARISONS[name]} ?"
        where[condition] = _moment(given, param=f"created[{name}]")
    return listed(call, KIND, params, url="/v2/core/events", where=where)


def _reason(call: Call) -> Doc | None:
    """The request that brought it about; what happens by itself, or by hand, has none."""
    if call.request_id is None:
        return None
    request = {"id": call.request_id, "idempotency_key": call.idempotency_key or ""}
    return {"type": "request", "request": request}


def _moment(given: str, *, param: str) -> str:
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ParameterError(
            f"Invalid timestamp: {given}; it must be RFC 3339, such as 2026-11-29T08:00:00.000Z.",
            param=param,
        )
    return moment(at.timestamp())
