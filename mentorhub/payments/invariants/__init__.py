"""The invariants of payments, each a query that returns offenders as public ids or short descriptions."""
