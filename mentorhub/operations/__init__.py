"""The operator's pages: periodic tasks, findings, outbox. It reads what the packages write down and closes findings.

Always true here: only an owner of a practice may open them, and sees findings and mail of their own practices alone;
what concerns the whole app is the operator's.
Begin with `queries.py` (the overview).
"""
