"""Who people are: users and signing in, practices (a mentor's business, the tenant), memberships and their roles.

Always true here: an address belongs to one user; roles exist only as memberships of a practice, never globally.
Begin with `models/`; Flask-Security-Too is met only in `models/people.py`, `security/`, `guards.py` and `views/`.
"""
