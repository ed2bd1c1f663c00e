"""Around a connected account: the link to its onboarding, event destinations, thin events, fees of the platform."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled, moment
from mentorhub.stripe_sandbox.settings import APPLICATION
from mentorhub.stripe_sandbox.store import Doc

ACCOUNT_LINK = "account created expires_at livemode object url use_case"
USE_CASE = "account_onboarding account_update type"
FLOW = "collection_options refresh_url return_url"
DESTINATION = """
    amazon_eventbridge azure_event_grid created description enabled_events event_payload
    events_from id livemode metadata name object snapshot_api_version status status_details
    type updated webhook_endpoint
"""
THIN_EVENT = """
    changes context created id livemode object reason snapshot_event type
"""
NOTIFIED = "id object type livemode created context reason related_object"
APPLICATION_FEE = """
    account amount amount_refunded application balance_transaction charge created currency
    fee_source id livemode object originating_transaction refunded refunds
"""
FEE_REFUND = "amount balance_transaction created currency fee id metadata object"


def account_link(*, account: str, use_case: Doc, url: str, now: int, lasts: int) -> Doc:
    """Return a link that leads to the onboarding page for `lasts` seconds."""
    kind = use_case["type"]
    flow = filled(FLOW, **use_case[kind])
    if flow["collection_options"] is not None:
        options = {"fields": "currently_due", "future_requirements": "omit"}
        flow["collection_options"] = {**options, **flow["collection_options"]}
    return filled(
        ACCOUNT_LINK,
        account=account,
        created=moment(now),
        expires_at=moment(now + lasts),
        livemode=False,
        object="v2.core.account_link",
        url=url,
        use_case=filled(USE_CASE, **{"type": kind, kind: flow}),
    )


def event_destination(*, now: int, url: str, secret: str, **values: Any) -> Doc:
    """Return a new event destination that posts thin events to `url`, signed with `secret`."""
    return filled(
        DESTINATION,
        **{
            "id": new_id("ed_test"),
            "object": "v2.core.event_destination",
            "created": moment(now),
            "description": "",
            "event_payload": "thin",
            "events_from": ["@self"],
            "livemode": False,
            "metadata": {},
            "status": "enabled",
            "type": "webhook_endpoint",
            "updated": moment(now),
            "webhook_endpoint": {"signing_secret": secret, "url": url},
            **values,
        },
        _private={"secrets": [{"secret": secret, "until": None}]},
    )


def thin_event(
    event_type: str, *, now: int, reason: Doc | None, related: Doc | None, data: Doc | None
) -> Doc:
    """Return a thin event: it names the object that it is about, and does not hold it."""
    event = filled(
        THIN_EVENT,
        id=new_id("evt_test"),
        object="v2.core.event",
        created=moment(now),
        livemode=False,
        reason=reason,
        type=event_type,
        _private={"created": now},
    )
    if related is not None:
        event["related_object"] = related
    if data is not None:
        event["data"] = data
    return event


def notification(event: Doc) -> Doc:
    """Return what is delivered of a thin event: what has changed is read through the API."""
    return {name: event[name] for name in NOTIFIED.split() if name in event}


def application_fee(charge: Doc, *, account: str, amount: int, now: int) -> Doc:
    """Return what the platform keeps of a charge on that account, in minor units of its currency."""
    fee_id = new_id("fee")
    return filled(
        APPLICATION_FEE,
        id=fee_id,
        object="application_fee",
        account=account,
        amount=amount,
        amount_refunded=0,
        application=APPLICATION,
        charge=charge["id"],
        created=now,
        currency=charge["currency"],
        fee_source=filled("charge payout type", charge=charge["id"], type="charge"),
        livemode=False,
        refunded=False,
        refunds={
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/application_fees/{fee_id}/refunds",
        },
        _private={"refunded_of_charge": 0},
    )


def fee_refund(fee: Doc, *, amount: int, metadata: Doc, now: int) -> Doc:
    """Return what of a fee goes back to the account that paid it."""
    return filled(
        FEE_REFUND,
        id=new_id("fr"),
        object="fee_refund",
        amount=amount,
        created=now,
        currency=fee["currency"],
        fee=fee["id"],
        metadata=metadata,
    )


def application() -> Doc:
    """Return the platform as a connected account sees it."""
    return {"id": APPLICATION, "object": "application", "name": "The platform"}
