"""Which parameters each endpoint takes: some of what the SDK declares, never more (a test compares).

A parameter that Stripe has and the sandbox does not simulate is refused like an unknown one.
"""
