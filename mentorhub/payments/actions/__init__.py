"""Deeds of money, by noun: events, refunds. And the ways Stripe can fail, for the rooms above."""

from mentorhub.payments.stripe_gateway import ForgedEvent, StripeRefused, StripeUnavailable

__all__ = ["ForgedEvent", "StripeRefused", "StripeUnavailable"]
