"""The mentee's notebook: people, what was said and given, what to do next, and what a mentor may see of it.

Always true here: every row belongs to one workspace and that to one user; a person's stage is its last stage change,
confirmed by the owner; a mentor sees only what a grant and the owner's switches allow, and each reading is in the
access log. Begin with `rules/stages.py`, then `queries/today.py` (Today) and `actions/people.py`.
"""
