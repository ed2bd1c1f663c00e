"""The invariants of accounts, by noun: people, practices. Each is a query that returns offenders."""
