"""How money moves: checkouts, payments, instalments, refunds, disputes, and the events Stripe sends about them.

Always true here: a payment intent is recorded once per account; refunds never exceed their payment; only
`stripe_gateway/` talks to Stripe, and never inside a transaction. What a payment *means* for a seat is decided one
layer up, in `enrolment`. Begin with `rules.py` and `stripe_gateway/`.
"""
