"""Seeded runs of a cohort: applicants, clock, workers, Stripe's faults and crashes; all invariants after each step."""
