"""Event destinations: where thin events go, and the secret they are signed with; sending is in `delivery.py`."""

from typing import Any

from mentorhub.stripe_sandbox import customers, thin_events
from mentorhub.stripe_sandbox.call import DESTINATION, Call
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.listing_v2 import listed
from mentorhub.stripe_sandbox.objects import connect
from mentorhub.stripe_sandbox.objects.fields import moment
from mentorhub.stripe_sandbox.params import missing_param
from mentorhub.stripe_sandbox.store import Doc

URL = "/v2/core/event_destinations"
COPIED = ("description", "enabled_events", "events_from", "name")
SENT_TO_THE_APP = (
    "v2.core.account[requirements].updated",
    "v2.core.account[configuration.merchant].capability_status_updated",
    "v2.core.account.closed",
    "v2.core.account_link.returned",
)


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v2/core/event_destinations: the only answer that can show the secret, if it is included."""
    if "webhook_endpoint" not in params:
        raise missing_param("webhook_endpoint")
    destination = connect.event_destination(
        now=call.now,
        url=params["webhook_endpoint"]["url"],
        secret=new_id("whsec"),
        metadata=customers.merged({}, params.get("metadata")),
        **{name: params[name] for name in COPIED if name in params},
    )
    return call.save(destination)


def retrieve(call: Call, destination_id: str) -> Doc:
    """GET /v2/core/event_destinations/<id>"""
    return _found(call, destination_id)


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v2/core/event_destinations"""
    return listed(call, DESTINATION, params, url=URL, where={})


def update(call: Call, params: dict[str, Any], destination_id: str) -> Doc:
    """POST /v2/core/event_destinations/<id>"""
    destination = _found(call, destination_id)
    destination.update({name: params[name] for name in COPIED if name in params})
    if "webhook_endpoint" in params:
        destination["webhook_endpoint"]["url"] = params["webhook_endpoint"]["url"]
    metadata = params.get("metadata", {})
    destination["metadata"] = customers.merged(destination["metadata"], metadata)
    return _saved(call, destination)


def enable(call: Call, destination_id: str) -> Doc:
    """POST /v2/core/event_destinations/<id>/enable"""
    destination = _found(call, destination_id)
    destination.update(status="enabled", status_details=None)
    return _saved(call, destination)


def disable(call: Call, destination_id: str) -> Doc:
    """POST /v2/core/event_destinations/<id>/disable: what is queued for it is not sent any more."""
    destination = _found(call, destination_id)
    destination.update(status="disabled", status_details={"disabled": {"reason": "user"}})
    call.stop_deliveries(destination_id)
    return _saved(call, destination)


def delete(call: Call, destination_id: str) -> Doc:
    """DELETE /v2/core/event_destinations/<id>: what is queued for it is not sent any more."""
    _found(call, destination_id)
    call.stop_deliveries(destination_id)
    call.store.run("DELETE FROM objects WHERE id = ?", destination_id)
    return {"id": destination_id, "object": DESTINATION}


def ping(call: Call, destination_id: str) -> Doc:
    """POST /v2/core/event_destinations/<id>/ping: an event for this destination alone, to see that it arrives."""
    destination = _found(call, destination_id)
    return thin_events.emit(
        call, "v2.core.event_destination.ping", about=destination, only_to=destination_id
    )


def ensure(call: Call, url: str, *, secret: str) -> Doc:
    """Return the destination that `--deliver-to` promises, with that secret; made where there is none."""
    found = call.store.page(
        DESTINATION,
        account="",
        where={"json_extract(doc, '$.webhook_endpoint.url') = ?": url},
        window="ORDER BY seq",
        limit=1,
    )
    destination = (
        found[0]
        if found
        else connect.event_destination(
            now=call.now,
            url=url,
            secret=secret,
            name="The app",
            enabled_events=list(SENT_TO_THE_APP),
            events_from=["@self", "@accounts"],
        )
    )
    destination["_private"]["secrets"] = [{"secret": secret, "until": None}]
    return call.on("").save(destination)


def _found(call: Call, destination_id: str) -> Doc:
    return call.find(DESTINATION, destination_id, called="event destination")


def _saved(call: Call, destination: Doc) -> Doc:
    destination["updated"] = moment(call.now)
    return call.save(destination)
