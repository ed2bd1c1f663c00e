"""What every package stands on: settings, database, clock, jobs, links, money. Knows no domain.

Always true here: it imports no other package; every transaction and read names its viewer.
Begin with `database/` (`transaction`, `reading`) and `transitions.py`.
"""
