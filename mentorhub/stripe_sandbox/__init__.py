"""A stand-in Stripe over HTTP: API, hosted pay page, signed events, on a clock that can be moved.

Always true here: loopback only, test keys only, no real money; imports neither mentorhub nor the SDK.
Begin at `serve.py` (start it), `routes.py` and `routes_v2.py` (what it answers), `call.py` (what each works with),
`faults.py` and `delivery_faults.py` (what can be made to go wrong; `panel.py` by hand).
"""
