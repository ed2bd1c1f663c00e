"""The line and the seats: who arrived when, who holds which seat, who is next.

Always true here: seats taken never exceed the cohort's seats; a free seat goes to the earliest askable place; each
captured first payment bought exactly one seat or is refunded in full; every change of state is an entry of the
cohort's journal. Begin with `rules/` (states and deadlines), then `line/` (what happens under the cohort's lock).
"""
