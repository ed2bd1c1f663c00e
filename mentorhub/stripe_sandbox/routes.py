"""Every address under /v1: what it takes and which action answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mentorhub.stripe_sandbox import (
    application_fees,
    checkouts,
    customers,
    disputes,
    events,
    payment_intents,
    payment_methods,
    payment_pages,
    promotions,
    refunds,
    webhook_endpoints,
)
from mentorhub.stripe_sandbox.accepted import checkout, directory, payments
from mentorhub.stripe_sandbox.accepted.shared import EXPAND, LIST, LIST_BY_TIME, Fields

ActionForm = Callable[..., dict[str, Any]]  # (call[, params][, id])


@dataclass(frozen=True)
class Route:
    """One operation; `name` is how the SDK calls it (`checkout.sessions.create`)."""

    name: str
    method: str
    path: str
    accepts: Fields
    action: ActionForm

    @property
    def has_params(self) -> bool:
        """Whether the action is given parameters: `expand` and `include` are dealt with around it."""
        return bool(self.accepts.keys() - {"expand", "include"})

    @property
    def is_list(self) -> bool:
        """Whether the answer is a page of a list."""
        return self.name.endswith(".list")


OPERATIONS = {
    "create": ("POST", ""),
    "list": ("GET", ""),
    "retrieve": ("GET", "/<object_id>"),
    "update": ("POST", "/<object_id>"),
    "delete": ("DELETE", "/<object_id>"),
    "cancel": ("POST", "/<object_id>/cancel"),
    "confirm": ("POST", "/<object_id>/confirm"),
    "expire": ("POST", "/<object_id>/expire"),
    "line_items.list": ("GET", "/<object_id>/line_items"),
    "refunds.create": ("POST", "/<object_id>/refunds"),
    "refunds.list": ("GET", "/<object_id>/refunds"),
    "refunds.retrieve": ("GET", "/<object_id>/refunds/<refund_id>"),
}
RESOURCES: dict[str, dict[str, tuple[Fields, ActionForm]]] = {
    "checkout/sessions": {
        "create": (checkout.CHECKOUT_CREATE, checkouts.create),
        "list": (checkout.CHECKOUT_LIST, checkouts.list_all),
        "retrieve": (EXPAND, checkouts.retrieve),
        "expire": (EXPAND, checkouts.expire),
        "line_items.list": (LIST, checkouts.list_line_items),
    },
    "payment_pages": {
        "retrieve": (EXPAND, checkouts.retrieve),
        "confirm": (checkout.PAGE_CONFIRM, payment_pages.confirm),
    },
    "payment_intents": {
        "create": (payments.INTENT_CREATE, payment_intents.create),
        "list": (payments.INTENT_LIST, payment_intents.list_all),
        "retrieve": (EXPAND, payment_intents.retrieve),
        "confirm": (payments.INTENT_CONFIRM, payment_intents.confirm),
        "cancel": (payments.INTENT_CANCEL, payment_intents.cancel),
    },
    "charges": {
        "list": (payments.CHARGE_LIST, payment_intents.list_charges),
        "retrieve": (EXPAND, payment_intents.retrieve_charge),
    },
    "refunds": {
        "create": (payments.REFUND_CREATE, refunds.create),
        "list": (payments.OF_CHARGE_LIST, refunds.list_all),
        "retrieve": (EXPAND, refunds.retrieve),
    },
    "disputes": {
        "list": (payments.OF_CHARGE_LIST, disputes.list_all),
        "retrieve": (EXPAND, disputes.retrieve),
    },
    "application_fees": {
        "list": (payments.FEE_LIST, application_fees.list_all),
        "retrieve": (EXPAND, application_fees.retrieve),
        "refunds.create": (payments.FEE_REFUND_CREATE, application_fees.create_refund),
        "refunds.list": (LIST, application_fees.list_refunds),
        "refunds.retrieve": (EXPAND, application_fees.retrieve_refund),
    },
    "customers": {
        "create": (directory.CUSTOMER, customers.create),
        "list": (directory.CUSTOMER_LIST, customers.list_all),
        "retrieve": (EXPAND, customers.retrieve),
        "update": (directory.CUSTOMER, customers.update),
        "delete": ({}, customers.delete),
    },
    "payment_methods": {"retrieve": (EXPAND, payment_methods.retrieve)},
    "events": {
        "list": (directory.EVENT_LIST, events.list_all),
        "retrieve": (EXPAND, events.retrieve),
    },
    "webhook_endpoints": {
        "create": (directory.ENDPOINT_CREATE, webhook_endpoints.create),
        "list": (LIST, webhook_endpoints.list_all),
        "retrieve": (EXPAND, webhook_endpoints.retrieve),
        "update": (directory.ENDPOINT_UPDATE, webhook_endpoints.update),
        "delete": ({}, webhook_endpoints.delete),
    },
    "coupons": {
        "create": (directory.COUPON_CREATE, promotions.create_coupon),
        "list": (LIST_BY_TIME, promotions.list_coupons),
        "retrieve": (EXPAND, promotions.retrieve_coupon),
        "delete": ({}, promotions.delete_coupon),
    },
    "promotion_codes": {
        "create": (directory.PROMOTION_CODE_CREATE, promotions.create_promotion_code),
        "list": (directory.PROMOTION_CODE_LIST, promotions.list_promotion_codes),
        "retrieve": (EXPAND, promotions.retrieve_promotion_code),
        "update": (directory.PROMOTION_CODE_UPDATE, promotions.update_promotion_code),
    },
}
ROUTES = tuple(
    Route(
        name=f"{resource.replace('/', '.')}.{operation}",
        method=OPERATIONS[operation][0],
        path=f"/v1/{resource}{OPERATIONS[operation][1]}",
        accepts=accepts,
        action=action,
    )
    for resource, operations in RESOURCES.items()
    for operation, (accepts, action) in operations.items()
)
