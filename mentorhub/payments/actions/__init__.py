"""Deeds of money, by noun: events, refunds. And the ways Stripe can fail, for the rooms above."""

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
