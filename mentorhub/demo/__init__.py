"""The demo: an install with a history, its stand-in Stripe and its mailbox, in one process.

Always true here: history is made only through actions, on a moved clock; no row is written directly.
Begin with `serve.py` (what runs), then `seed.py` (what happened) and `stories/` (who these people are).
"""
