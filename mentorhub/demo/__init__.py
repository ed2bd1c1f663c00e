"""The demo: an install that has been lived in, its stand-in Stripe and its mailbox, in one process.

Always true here: history is made only through actions, on a moved clock; nothing of it is planted in tables.
Begin with `serve.py` (what runs), then `seed.py` (what happened) and `stories/` (who these people are).
"""
