"""The operator's pages: periodic tasks, findings, outbox. It reads what the packages record and closes findings.

Always true here: only owners of a practice have access, and they see findings and mail of their own practices alone;
findings about the whole install are the operator's.
Begin with `queries.py` (the overview).
"""
