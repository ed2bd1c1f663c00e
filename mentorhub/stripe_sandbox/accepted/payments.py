"""Parameters of PaymentIntents, charges, refunds and disputes."""

from mentorhub.stripe_sandbox.accepted.shared import (
    BIGGEST,
    CLEARABLE_METADATA,
    EXPAND,
    INTENT_DATA,
    LIST_BY_TIME,
    METADATA,
    METHODS,
    USAGES,
    Fields,
)
from mentorhub.stripe_sandbox.params import WEB_ADDRESS, Flag, Group, Text, Whole

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

FEE_LIST: Fields = {**LIST_BY_TIME, "charge": Text()}
FEE_REFUND_CREATE: Fields = {
    **EXPAND,
    "amount": Whole(least=1, most=BIGGEST),
    "metadata": METADATA,
}

REFUND_CREATE: Fields = {
    **EXPAND,
    "amount": Whole(least=1, most=BIGGEST),
    "charge": Text(),
    "metadata": CLEARABLE_METADATA,
    "payment_intent": Text(),
    "reason": Text(choices=("duplicate", "fraudulent", "requested_by_customer")),
    "refund_application_fee": Flag(),
    "reverse_transfer": Flag(),
}
