"""Parameters of customers, events, webhook endpoints, coupons and promotion codes."""

from mentorhub.stripe_sandbox.accepted.shared import (
    ADDRESS,
    BIGGEST,
    CLEARABLE_METADATA,
    EXPAND,
    LIST_BY_TIME,
    METADATA,
    Fields,
)
from mentorhub.stripe_sandbox.params import (
    EMAIL,
    WEB_ADDRESS,
    Flag,
    Group,
    Many,
    Percentage,
    Text,
    Whole,
)
from mentorhub.stripe_sandbox.settings import API_VERSION

EVENT_NAMES = """
    * account.application.authorized account.application.deauthorized account.updated
    application_fee.created application_fee.refunded charge.captured charge.dispute.closed charge.dispute.created
    charge.dispute.funds_reinstated charge.dispute.funds_withdrawn charge.dispute.updated
    charge.expired charge.failed charge.pending charge.refund.updated charge.refunded
    charge.succeeded charge.updated checkout.session.async_payment_failed
    checkout.session.async_payment_succeeded checkout.session.completed
    checkout.session.expired customer.created customer.deleted customer.updated
    payment_intent.amount_capturable_updated payment_intent.canceled payment_intent.created
    payment_intent.payment_failed payment_intent.processing payment_intent.requires_action
    payment_intent.succeeded payment_method.attached payment_method.detached
    payment_method.updated refund.created refund.failed refund.updated
"""
EVENT_TYPES = tuple(EVENT_NAMES.split())

CUSTOMER: Fields = {
    **EXPAND,
    "address": ADDRESS,
    "description": Text(is_clearable=True, length_max=350),
    "email": Text(form=EMAIL, length_max=512, is_clearable=True),
    "metadata": CLEARABLE_METADATA,
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
    "metadata": CLEARABLE_METADATA,
    "url": Text(form=WEB_ADDRESS),
}
ENDPOINT_CREATE: Fields = {
    **EXPAND,
    "api_version": Text(choices=(API_VERSION,)),
    "connect": Flag(),
    "description": Text(is_clearable=True),
    "enabled_events": Many(of=Text(choices=EVENT_TYPES), is_required=True),
    "metadata": CLEARABLE_METADATA,
    "url": Text(form=WEB_ADDRESS, is_required=True),
}

COUPON_CREATE: Fields = {
    **EXPAND,
    "amount_off": Whole(least=1, most=BIGGEST),
    "currency": Text(),
    "duration": Text(choices=("forever", "once")),
    "id": Text(),
    "max_redemptions": Whole(least=1),
    "metadata": CLEARABLE_METADATA,
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
PROMOTION_CODE_UPDATE: Fields = {**EXPAND, "active": Flag(), "metadata": CLEARABLE_METADATA}
PROMOTION_CODE_LIST: Fields = {
    **LIST_BY_TIME,
    "active": Flag(),
    "code": Text(),
    "coupon": Text(),
}
