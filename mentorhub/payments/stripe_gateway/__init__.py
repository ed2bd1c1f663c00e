"""The only door to Stripe: plain values in, frozen facts out, two kinds of error. Never inside a transaction.

Source of the semantics: docs.stripe.com/api at version 2026-10-28.endive, pinned by stripe 16.
"""

from mentorhub.payments.stripe_gateway.calls import StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway.events import EventFacts, ForgedEvent, read_event
from mentorhub.payments.stripe_gateway.refunds import RefundFacts, refund
from mentorhub.payments.stripe_gateway.sessions import (
    SessionFacts,
    expire_session,
    open_session,
    session,
)

__all__ = [
    "EventFacts",
    "ForgedEvent",
    "RefundFacts",
    "SessionFacts",
    "StripeRefused",
    "StripeUnavailable",
    "expire_session",
    "open_session",
    "read_event",
    "refund",
    "session",
]
