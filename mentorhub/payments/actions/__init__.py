"""Actions of money, by noun: events, refunds. And the ways Stripe can fail, for the packages above."""
