"""Every object the sandbox returns, with every field the API declares; null where Stripe has nothing.

The field lists stand here because the SDK is not imported; a contract test holds them equal to the SDK's.
"""
