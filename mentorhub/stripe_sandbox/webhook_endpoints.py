"""Webhook endpoints and their signing secrets; sending to them is in `delivery.py`."""

from typing import Any

from mentorhub.stripe_sandbox import customers
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.store import Doc

ROLLING_SECONDS = 24 * 60 * 60  # the old secret signs too, for at most that long


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/webhook_endpoints: the only answer that shows the secret."""
    given = {**params, "metadata": customers.merged({}, params.get("metadata"))}
    secret = new_id("whsec")
    hears = "connected" if given.pop("connect", False) else "own"
    endpoint = directory.webhook_endpoint(now=call.now, secret=secret, hears=hears, **given)
    call.save(endpoint)
    return {**endpoint, "secret": secret}


def retrieve(call: Call, endpoint_id: str) -> Doc:
    """GET /v1/webhook_endpoints/<id>"""
    return call.find("webhook_endpoint", endpoint_id)


def update(call: Call, params: dict[str, Any], endpoint_id: str) -> Doc:
    """POST /v1/webhook_endpoints/<id>"""
    endpoint = call.find("webhook_endpoint", endpoint_id)
    given = dict(params)
    if "disabled" in given:
        endpoint["status"] = "disabled" if given.pop("disabled") else "enabled"
        if endpoint["status"] == "disabled":
            call.stop_deliveries(endpoint_id)
    if "metadata" in given:
        given["metadata"] = customers.merged(endpoint["metadata"], given["metadata"])
    endpoint.update(given)
    return call.save(endpoint)


def delete(call: Call, endpoint_id: str) -> Doc:
    """DELETE /v1/webhook_endpoints/<id>: what is queued for it is not sent any more."""
    call.find("webhook_endpoint", endpoint_id)
    call.stop_deliveries(endpoint_id)
    call.store.run("DELETE FROM objects WHERE id = ?", endpoint_id)
    return {"id": endpoint_id, "object": "webhook_endpoint", "deleted": True}


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/webhook_endpoints"""
    return listed(call, "webhook_endpoint", params, url="/v1/webhook_endpoints")


def ensure(call: Call, url: str, *, hears: str, secret: str) -> Doc:
    """Return the endpoint that `--deliver-to` promises: every event, of whom it `hears`; made where there is none.

    One that an older version made for both, the platform's own and connected accounts' events, hears the own ones
    from now on; what is queued for it is still sent.
    """
    found = call.store.page(
        "webhook_endpoint",
        account=call.account,
        where={
            "json_extract(doc, '$.url') = ?": url,
            "json_extract(doc, '$._private.hears[0]') = ?": hears,
        },
        window="ORDER BY seq",
        limit=1,
    )
    endpoint = (
        found[0]
        if found
        else directory.webhook_endpoint(
            now=call.now, secret=secret, hears=hears, url=url, enabled_events=["*"]
        )
    )
    endpoint["_private"] = {"secrets": [{"secret": secret, "until": None}], "hears": [hears]}
    return call.save(endpoint)


def roll(call: Call, endpoint_id: str, *, overlap_seconds: int = ROLLING_SECONDS) -> str:
    """Make a new secret and return it; the old ones sign too until `overlap_seconds` are over."""
    endpoint = call.find("webhook_endpoint", endpoint_id)
    secret = new_id("whsec")
    until = call.now + min(overlap_seconds, ROLLING_SECONDS)
    old = [{**one, "until": one["until"] or until} for one in endpoint["_private"]["secrets"]]
    endpoint["_private"]["secrets"] = [{"secret": secret, "until": None}, *old]
    call.save(endpoint)
    return secret
