"""Every address under /v1: what it takes and which deed answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mentorhub.stripe_sandbox import (
    accepted,
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
from mentorhub.stripe_sandbox.accepted import EXPAND, LIST, Fields

Deed = Callable[..., dict[str, Any]]  # (call, params, id if the path has one)


@dataclass(frozen=True)
class Route:
    """One operation; `name` is how the SDK calls it (`checkout.sessions.create`)."""

    name: str
    method: str
    path: str
    accepts: Fields
    deed: Deed


ROUTES = tuple(
    Route(*parts)
    for parts in (
        ("checkout.sessions.create", "POST", "checkout/sessions", accepted.CHECKOUT_CREATE, checkouts.create),
        ("checkout.sessions.list", "GET", "checkout/sessions", accepted.CHECKOUT_LIST, checkouts.list_all),
        ("checkout.sessions.retrieve", "GET", "checkout/sessions/<id>", EXPAND, checkouts.retrieve),
        ("checkout.sessions.expire", "POST", "checkout/sessions/<id>/expire", EXPAND, checkouts.expire),
        ("checkout.sessions.line_items.list", "GET", "checkout/sessions/<id>/line_items", LIST, checkouts.list_line_items),
        ("payment_pages.retrieve", "GET", "payment_pages/<id>", EXPAND, checkouts.retrieve),
        ("payment_pages.confirm", "POST", "payment_pages/<id>/confirm", accepted.PAGE_CONFIRM, payment_pages.confirm),
        ("payment_intents.create", "POST", "payment_intents", accepted.INTENT_CREATE, payment_intents.create),
        ("payment_intents.list", "GET", "payment_intents", accepted.INTENT_LIST, payment_intents.list_all),
        ("payment_intents.retrieve", "GET", "payment_intents/<id>", EXPAND, payment_intents.retrieve),
        ("payment_intents.confirm", "POST", "payment_intents/<id>/confirm", accepted.INTENT_CONFIRM, payment_intents.confirm),
        ("payment_intents.cancel", "POST", "payment_intents/<id>/cancel", accepted.INTENT_CANCEL, payment_intents.cancel),
        ("charges.list", "GET", "charges", accepted.CHARGE_LIST, payment_intents.list_charges),
        ("charges.retrieve", "GET", "charges/<id>", EXPAND, payment_intents.retrieve_charge),
        ("refunds.create", "POST", "refunds", accepted.REFUND_CREATE, refunds.create),
        ("refunds.list", "GET", "refunds", accepted.OF_CHARGE_LIST, refunds.list_all),
        ("refunds.retrieve", "GET", "refunds/<id>", EXPAND, refunds.retrieve),
        ("disputes.list", "GET", "disputes", accepted.OF_CHARGE_LIST, disputes.list_all),
        ("disputes.retrieve", "GET", "disputes/<id>", EXPAND, disputes.retrieve),
        ("customers.create", "POST", "customers", accepted.CUSTOMER, customers.create),
        ("customers.list", "GET", "customers", accepted.CUSTOMER_LIST, customers.list_all),
        ("customers.retrieve", "GET", "customers/<id>", EXPAND, customers.retrieve),
        ("customers.update", "POST", "customers/<id>", accepted.CUSTOMER, customers.update),
        ("customers.delete", "DELETE", "customers/<id>", {}, customers.delete),
        ("payment_methods.retrieve", "GET", "payment_methods/<id>", EXPAND, payment_methods.retrieve),
        ("events.list", "GET", "events", accepted.EVENT_LIST, events.list_all),
        ("events.retrieve", "GET", "events/<id>", EXPAND, events.retrieve),
        ("webhook_endpoints.create", "POST", "webhook_endpoints", accepted.ENDPOINT_CREATE, webhook_endpoints.create),
        ("webhook_endpoints.list", "GET", "webhook_endpoints", LIST, webhook_endpoints.list_all),
        ("webhook_endpoints.retrieve", "GET", "webhook_endpoints/<id>", EXPAND, webhook_endpoints.retrieve),
        ("webhook_endpoints.update", "POST", "webhook_endpoints/<id>", accepted.ENDPOINT_UPDATE, webhook_endpoints.update),
        ("webhook_endpoints.delete", "DELETE", "webhook_endpoints/<id>", {}, webhook_endpoints.delete),
        ("coupons.create", "POST", "coupons", accepted.COUPON_CREATE, promotions.create_coupon),
        ("coupons.retrieve", "GET", "coupons/<id>", EXPAND, promotions.retrieve_coupon),
        ("promotion_codes.create", "POST", "promotion_codes", accepted.PROMOTION_CODE_CREATE, promotions.create_promotion_code),
        ("promotion_codes.list", "GET", "promotion_codes", accepted.PROMOTION_CODE_LIST, promotions.list_promotion_codes),
        ("promotion_codes.retrieve", "GET", "promotion_codes/<id>", EXPAND, promotions.retrieve_promotion_code),
    )
)  # fmt: skip
