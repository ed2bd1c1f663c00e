"""Reads of money, by noun: events, checkouts, ledger (payments and refunds), connections (Stripe accounts)."""
