"""What is offered: programmes, their cohorts and prices, inquiries, and the public page.

Always true here: windows of one programme's published cohorts never overlap; a slug once public keeps leading to its
programme; a price that Stripe could not charge is refused when it is saved; terms that were public stay as they were.
Begin with `rules/cohorts.py` (what a cohort's state is) and `views/public.py` (the public page).
"""
