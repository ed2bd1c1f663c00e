"""The mentee's relationships: people met, what happened, what is next, and who may see it.

Always true here: a workspace belongs to one user and always opens to its owner; history is append-only; a mentor sees
only what a grant shows, and each look is written down. Begin with `rules.py` (stages) and `views.py` (Today).
"""
