"""HTTP extensions shared by packages: errors, security headers, CSRF, languages and zones, slots, filters, health.

Always true here: it knows no domain package. What a lower package must show of an upper one goes through a slot
in `slots.py`.
"""
