"""The mentor's side: the curriculum's weeks, check-ins, reviews and appointments.

Always true here: one check-in per mentorship and week; one review per check-in; a mentor reads own mentees only.
Begin with `rules.py` (states of a check-in) and `views/__init__.py` (the table of addresses).
"""
