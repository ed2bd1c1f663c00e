"""The only module that calls Stripe: plain values in, frozen dataclasses out, two kinds of error. Never inside a
transaction.

Source of the semantics: docs.stripe.com/api at version 2026-10-28.endive, pinned by stripe 16.
"""
