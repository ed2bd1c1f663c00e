"""The operator's pages: sweeps, findings, outbox. It reads what the rooms write down and closes findings.

Always true here: only an owner of a practice comes in, and sees findings and mail of their own practices alone.
Begin with `queries.py` (the overview).
"""
