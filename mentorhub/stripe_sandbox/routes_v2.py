"""Every address under /v2: what it takes and which action answers it."""

from mentorhub.stripe_sandbox import account_links, accounts, event_destinations, thin_events
from mentorhub.stripe_sandbox.accepted import connect
from mentorhub.stripe_sandbox.accepted.shared import Fields
from mentorhub.stripe_sandbox.routes import OPERATIONS, ActionForm, Route

OPERATIONS_V2 = {
    **OPERATIONS,
    "close": ("POST", "/<object_id>/close"),
    "disable": ("POST", "/<object_id>/disable"),
    "enable": ("POST", "/<object_id>/enable"),
    "ping": ("POST", "/<object_id>/ping"),
}
RESOURCES: dict[str, dict[str, tuple[Fields, ActionForm]]] = {
    "accounts": {
        "create": (connect.ACCOUNT_CREATE, accounts.create),
        "list": (connect.ACCOUNT_LIST, accounts.list_all),
        "retrieve": (connect.ACCOUNT_RETRIEVE, accounts.retrieve),
        "update": (connect.ACCOUNT_UPDATE, accounts.update),
        "close": (connect.ACCOUNT_CLOSE, accounts.close),
    },
    "account_links": {"create": (connect.LINK_CREATE, account_links.create)},
    "event_destinations": {
        "create": (connect.DESTINATION_CREATE, event_destinations.create),
        "list": (connect.DESTINATION_LIST, event_destinations.list_all),
        "retrieve": (connect.DESTINATION_RETRIEVE, event_destinations.retrieve),
        "update": (connect.DESTINATION_UPDATE, event_destinations.update),
        "enable": ({}, event_destinations.enable),
        "disable": ({}, event_destinations.disable),
        "delete": ({}, event_destinations.delete),
        "ping": ({}, event_destinations.ping),
    },
    "events": {
        "list": (connect.EVENT_LIST, thin_events.list_all),
        "retrieve": ({}, thin_events.retrieve),
    },
}
ROUTES_V2 = tuple(
    Route(
        name=f"core.{resource}.{operation}",
        method=OPERATIONS_V2[operation][0],
        path=f"/v2/core/{resource}{OPERATIONS_V2[operation][1]}",
        accepts=accepts,
        action=action,
    )
    for resource, operations in RESOURCES.items()
    for operation, (accepts, action) in operations.items()
)
