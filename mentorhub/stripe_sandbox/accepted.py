"""Which parameters each endpoint takes: a part of what the SDK declares, never more (a test compares).

A parameter that Stripe has and the sandbox does not simulate is refused like an unknown one.
"""

from mentorhub.stripe_sandbox.event_types import EVENT_TYPES
from mentorhub.stripe_sandbox.objects.fields import METHOD_TYPES
from mentorhub.stripe_sandbox.params import (
    EMAIL,
    WEB_ADDRESS,
    Flag,
    Group,
    Kind,
    Many,
    Pairs,
    Percentage,
    Span,
    Text,
    Whole,
)
from mentorhub.stripe_sandbox.settings import API_VERSION

Fields = dict[str, Kind]

LOCALES = (
    "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl "
    "pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
)
USAGES = ("off_session", "on_session")
BIGGEST = 10**12 - 1  # 12 digits: IDR; `money.py` knows the rest

EXPAND: Fields = {"expand": Many(of=Text(), most=20)}
LIST: Fields = {
    **EXPAND,
    "ending_before": Text(),
    "limit": Whole(least=1, most=100),
    "starting_after": Text(),
}
LIST_BY_TIME: Fields = {**LIST, "created": Span()}
METHODS = Many(of=Text(choices=tuple(METHOD_TYPES.split())))
METADATA = Pairs()
TRANSFER = Group(
    fields={"amount": Whole(least=0, most=BIGGEST), "destination": Text(is_required=True)}
)
ADDRESS = Group(
    is_clearable=True,
    fields={name: Text() for name in "city country line1 line2 postal_code state".split()},
)

INTENT_DATA: Fields = {
    "application_fee_amount": Whole(least=0, most=BIGGEST),
    "capture_method": Text(choices=("automatic", "automatic_async")),
    "description": Text(length_max=1000),
    "metadata": METADATA,
    "on_behalf_of": Text(),
    "receipt_email": Text(form=EMAIL, length_max=800),
    "setup_future_usage": Text(choices=USAGES),
    "statement_descriptor": Text(length_max=22),
    "statement_descriptor_suffix": Text(length_max=22),
    "transfer_data": TRANSFER,
    "transfer_group": Text(),
}
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

INTENT_CONFIRM: Fields = {
    **EXPAND,
    "error_on_requires_action": Flag(),
    "off_session": Flag(),
    "payment_method": Text(),
    "return_url": Text(form=WEB_ADDRESS),
    "setup_future_usage": Text(choices=USAGES),
}
INTENT_CREATE: Fields = {
    **INTENT_CONFIRM,
    **INTENT_DATA,
    "allowed_payment_method_types": METHODS,
    "amount": Whole(is_required=True, least=1, most=BIGGEST),
    "automatic_payment_methods": Group(
        fields={
            "allow_redirects": Text(choices=("always", "never")),
            "enabled": Flag(is_required=True),
        }
    ),
    "confirm": Flag(),
    "currency": Text(is_required=True),
    "customer": Text(),
}
INTENT_CANCEL: Fields = {
    **EXPAND,
    "cancellation_reason": Text(
        choices=("abandoned", "duplicate", "fraudulent", "requested_by_customer")
    ),
}
INTENT_LIST: Fields = {**LIST_BY_TIME, "customer": Text()}
CHARGE_LIST: Fields = {**LIST_BY_TIME, "customer": Text(), "payment_intent": Text()}
OF_CHARGE_LIST: Fields = {**LIST_BY_TIME, "charge": Text(), "payment_intent": Text()}

REFUND_CREATE: Fields = {
    **EXPAND,
    "amount": Whole(least=1, most=BIGGEST),
    "charge": Text(),
    "metadata": METADATA,
    "payment_intent": Text(),
    "reason": Text(choices=("duplicate", "fraudulent", "requested_by_customer")),
    "refund_application_fee": Flag(),
    "reverse_transfer": Flag(),
}

CUSTOMER: Fields = {
    **EXPAND,
    "address": ADDRESS,
    "description": Text(is_clearable=True, length_max=350),
    "email": Text(form=EMAIL, length_max=512, is_clearable=True),
    "metadata": METADATA,
    "name": Text(is_clearable=True, length_max=256),
    "phone": Text(is_clearable=True, length_max=20),
    "preferred_locales": Many(of=Text()),
}
CUSTOMER_LIST: Fields = {**LIST_BY_TIME, "email": Text(length_max=512)}

EVENT_LIST: Fields = {
    **LIST_BY_TIME,
    "delivery_success": Flag(),
    "type": Text(),
    "types": Many(of=Text(), most=20),
}

ENDPOINT_UPDATE: Fields = {
    **EXPAND,
    "description": Text(is_clearable=True),
    "disabled": Flag(),
    "enabled_events": Many(of=Text(choices=EVENT_TYPES)),
    "metadata": METADATA,
    "url": Text(form=WEB_ADDRESS),
}
ENDPOINT_CREATE: Fields = {
    **EXPAND,
    "api_version": Text(choices=(API_VERSION,)),
    "connect": Flag(),
    "description": Text(is_clearable=True),
    "enabled_events": Many(of=Text(choices=EVENT_TYPES), is_required=True),
    "metadata": METADATA,
    "url": Text(form=WEB_ADDRESS, is_required=True),
}

COUPON_CREATE: Fields = {
    **EXPAND,
    "amount_off": Whole(least=1, most=BIGGEST),
    "currency": Text(),
    "duration": Text(choices=("forever", "once")),
    "id": Text(),
    "max_redemptions": Whole(least=1),
    "metadata": METADATA,
    "name": Text(length_max=40),
    "percent_off": Percentage(),
    "redeem_by": Whole(),
}
PROMOTION_CODE_CREATE: Fields = {
    **EXPAND,
    "active": Flag(),
    "code": Text(length_max=500),
    "expires_at": Whole(),
    "max_redemptions": Whole(least=1),
    "metadata": METADATA,
    "promotion": Group(
        is_required=True,
        fields={"coupon": Text(), "type": Text(is_required=True, choices=("coupon",))},
    ),
    "restrictions": Group(
        fields={
            "minimum_amount": Whole(least=1, most=BIGGEST),
            "minimum_amount_currency": Text(),
        }
    ),
}
PROMOTION_CODE_LIST: Fields = {**LIST_BY_TIME, "active": Flag(), "code": Text()}
