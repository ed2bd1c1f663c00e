"""What a Checkout Session is asked for, in Stripe's words; stored with the attempt before Stripe is called."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A payment as the install means it. `amount_minor` is what this payment takes, `page` the address that leads the
    payer back, whether they have paid or not: Stripe stores it, so it opens only that return page.

    `keeps_card`: later payments are taken from the same card, without the payer; `customer` is the Stripe customer with
    an earlier saved card, '' if there is none yet. `promotion_code` is Stripe's id of a code, which takes
    `discount_minor` off; `application_fee_minor` is the platform's part of what is then paid.
    """

    reference: str
    email: str
    title: str
    amount_minor: int
    currency: str
    expires_at: dt.datetime
    page: str
    metadata: dict[str, str]
    keeps_card: bool = False
    customer: str = ""
    promotion_code: str = ""
    discount_minor: int = 0
    application_fee_minor: int = 0
    takes_delayed_methods: bool = False
    collects_tax: bool = False
    statement_suffix: str = ""


def session_parameters(asked: Asked) -> dict[str, Any]:
    """Parameters of POST /v1/checkout/sessions. Who pays in parts pays by card, at the price as it stands.

    Codes are typed on our page, since the platform's fee is a part of what is truly paid. A later charge knows no
    automatic tax. No `receipt_email`: the receipt goes to whom Stripe's page asked, the payer's own address.
    """
    parameters: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": asked.reference,
        "line_items": [{"quantity": 1, "price_data": _price(asked)}],
        "expires_at": int(asked.expires_at.timestamp()),
        "success_url": asked.page + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": asked.page,
        "metadata": asked.metadata,
        "payment_intent_data": _intent(asked),
        "after_expiration": {"recovery": {"enabled": False}},  # no second page after the hold
    }
    if asked.customer:
        parameters["customer"] = asked.customer
    else:
        parameters["customer_email"] = asked.email
    if asked.keeps_card and not asked.customer:
        parameters["customer_creation"] = "always"
    if asked.promotion_code:
        parameters["discounts"] = [{"promotion_code": asked.promotion_code}]
    if _is_taxed(asked):
        parameters["automatic_tax"] = {"enabled": True}
        parameters["billing_address_collection"] = "required"  # where the tax is due
    if asked.keeps_card or not asked.takes_delayed_methods:
        parameters["allowed_payment_method_types"] = ["card"]
    return parameters


def _price(asked: Asked) -> dict[str, Any]:
    price: dict[str, Any] = {
        "currency": asked.currency,
        "unit_amount": asked.amount_minor,
        "product_data": {"name": asked.title},
    }
    if _is_taxed(asked):
        price["tax_behavior"] = "inclusive"  # the price on our page is what is paid
    return price


def _intent(asked: Asked) -> dict[str, Any]:
    intent: dict[str, Any] = {"metadata": asked.metadata}
    if asked.statement_suffix:
        intent["statement_descriptor_suffix"] = asked.statement_suffix
    if asked.application_fee_minor:
        intent["application_fee_amount"] = asked.application_fee_minor
    if asked.keeps_card:
        intent["setup_future_usage"] = "off_session"
    return intent


def _is_taxed(asked: Asked) -> bool:
    return asked.collects_tax and not asked.keeps_card
