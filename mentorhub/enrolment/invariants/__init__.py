"""The invariants of seats and money, each a query that returns offenders as public ids or short descriptions."""
