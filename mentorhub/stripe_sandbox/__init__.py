"""A stand-in Stripe over HTTP: API, hosted pay page, signed events, all on a clock that can be moved.

Always: loopback only, test keys only, no real money; imports nothing else of mentorhub and never the SDK.
Begin at `serve.py` (start it), `routes.py` (what it answers) and `call.py` (what every deed stands on).
"""
