"""Actions of money, by noun: events, refunds. And the ways Stripe can fail, for the packages above."""

from mentorhub.payments.stripe_gateway import (
    ForgedEvent,
    StripeFailed,
    StripeLockedOut,
    StripeRefused,
    StripeUnavailable,
)

__all__ = [
    "ForgedEvent",
    "StripeFailed",
    "StripeLockedOut",
    "StripeRefused",
    "StripeUnavailable",
]
