"""Seeded lives of a cohort: applicants, clock, workers, Stripe's faults and crashes; all laws after each step."""
