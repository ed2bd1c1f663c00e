"""What every room stands on: settings, database, clock, jobs, mail, links, money. Knows no domain.

Always true here: nothing imports a room; every transaction and read names its viewer.
Begin with `database.py` (`transaction`, `reading`) and `transitions.py`.
"""
