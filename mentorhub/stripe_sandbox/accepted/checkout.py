"""Parameters of Checkout Sessions and of paying one without the page."""

from mentorhub.stripe_sandbox.accepted.shared import (
    BIGGEST,
    EXPAND,
    INTENT_DATA,
    LIST_BY_TIME,
    METADATA,
    METHODS,
    Fields,
)
from mentorhub.stripe_sandbox.params import EMAIL, WEB_ADDRESS, Flag, Group, Many, Text, Whole

LOCALES = """
    auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv
    ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW
"""
PRICE_DATA: Fields = {
    "currency": Text(is_required=True),
    "product_data": Group(
        is_required=True,
        fields={
            "name": Text(is_required=True),
            "description": Text(length_max=40000),
            "images": Many(of=Text(length_max=2048), most=8),
            "metadata": METADATA,
        },
    ),
    "tax_behavior": Text(choices=("exclusive", "inclusive", "unspecified")),
    "unit_amount": Whole(is_required=True, least=0, most=BIGGEST),
}
LINE_ITEM: Fields = {
    "metadata": METADATA,
    "price_data": Group(is_required=True, fields=PRICE_DATA),
    "quantity": Whole(is_required=True, least=1, most=999_999),
}
RECOVERY: Fields = {"allow_promotion_codes": Flag(), "enabled": Flag(is_required=True)}

CHECKOUT_CREATE: Fields = {
    **EXPAND,
    "after_expiration": Group(fields={"recovery": Group(fields=RECOVERY)}),
    "allow_promotion_codes": Flag(),
    "allowed_payment_method_types": METHODS,
    "automatic_tax": Group(fields={"enabled": Flag(is_required=True)}),
    "billing_address_collection": Text(choices=("auto", "required")),
    "cancel_url": Text(form=WEB_ADDRESS),
    "client_reference_id": Text(length_max=200),
    "customer": Text(),
    "customer_creation": Text(choices=("always", "if_required")),
    "customer_email": Text(form=EMAIL, length_max=800),
    "discounts": Many(of=Group(fields={"coupon": Text(), "promotion_code": Text()}), most=1),
    "expires_at": Whole(),
    "integration_identifier": Text(length_max=200),
    "line_items": Many(of=Group(fields=LINE_ITEM), is_required=True),
    "locale": Text(choices=tuple(LOCALES.split())),
    "metadata": METADATA,
    "mode": Text(choices=("payment",), is_required=True),
    "origin_context": Text(choices=("mobile_app", "web")),
    "payment_intent_data": Group(fields=INTENT_DATA),
    "submit_type": Text(choices=("auto", "book", "donate", "pay")),
    "success_url": Text(form=WEB_ADDRESS, is_required=True),
    "ui_mode": Text(choices=("hosted_page",)),
}
CHECKOUT_LIST: Fields = {
    **LIST_BY_TIME,
    "customer": Text(),
    "customer_details": Group(fields={"email": Text(is_required=True)}),
    "payment_intent": Text(),
    "status": Text(choices=("complete", "expired", "open")),
}
PAGE_CONFIRM: Fields = {
    **EXPAND,
    "payment_method": Text(),
    "expected_amount": Whole(least=0),
    "email": Text(form=EMAIL),
    "name": Text(),
}
