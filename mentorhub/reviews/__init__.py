"""The mentor's side: the curriculum's weeks, check-ins, reviews and appointments.

Always true here: one check-in per mentorship and week; one review per check-in; a mentor reads only current mentees.
Begin with `rules.py` (states of a check-in) and `views.py` (the review queue).
"""
