"""Who people are: users and signing in, practices (a mentor's business, the tenant), memberships and their roles.

Always true here: an address belongs to one user; roles exist only as memberships of a practice, never globally.
Begin with `models.py`; Flask-Security-Too is met only in `models.py`, `security.py` and `views.py`.
"""
