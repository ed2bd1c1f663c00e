"""The only module that calls Stripe: plain values in, frozen dataclasses out, two kinds of error. Never inside a
transaction.

Source of the semantics: docs.stripe.com/api at version 2026-10-28.endive, pinned by stripe 16.
"""

from mentorhub.payments.stripe_gateway.calls import (
    StripeFailed,
    StripeLockedOut,
    StripeRefused,
    StripeUnavailable,
)
from mentorhub.payments.stripe_gateway.disputes import DisputeData, dispute, disputes_of
from mentorhub.payments.stripe_gateway.events import (
    EventData,
    ForgedEvent,
    events_after,
    read_event,
    stripe_time,
)
from mentorhub.payments.stripe_gateway.intents import (
    REFUSED,
    CardCharge,
    PaymentIntentData,
    confirm_charge,
    find_charge,
    intent,
    prepare_charge,
    refused,
)
from mentorhub.payments.stripe_gateway.parameters import Asked, session_parameters
from mentorhub.payments.stripe_gateway.refunds import RefundData, refund, refunds_of
from mentorhub.payments.stripe_gateway.sessions import (
    CheckoutSessionData,
    expire_session,
    find_session,
    open_session,
    session,
)

__all__ = [
    "REFUSED",
    "Asked",
    "CardCharge",
    "CheckoutSessionData",
    "DisputeData",
    "EventData",
    "ForgedEvent",
    "PaymentIntentData",
    "RefundData",
    "StripeFailed",
    "StripeLockedOut",
    "StripeRefused",
    "StripeUnavailable",
    "confirm_charge",
    "dispute",
    "disputes_of",
    "events_after",
    "expire_session",
    "find_charge",
    "find_session",
    "intent",
    "open_session",
    "prepare_charge",
    "read_event",
    "refund",
    "refunds_of",
    "refused",
    "session",
    "session_parameters",
    "stripe_time",
]
