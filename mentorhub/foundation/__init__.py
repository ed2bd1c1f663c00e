"""What every package stands on: settings, database, clock, jobs, links, money. Knows no domain.

Always true here: nothing imports a package; every transaction and read names its viewer.
Begin with `database/` (`transaction`, `reading`) and `transitions.py`.
"""
