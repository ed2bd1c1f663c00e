"""Every object the sandbox returns, with every field the API declares: null if there is nothing.

The field lists stand here because the SDK is not imported; a test holds them equal to the SDK's.
"""
