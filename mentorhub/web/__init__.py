"""HTTP extensions shared by packages: errors, security headers, CSRF, languages and zones, slots, filters, health.

Always true here: it knows no domain package. What a page shows of a package above its own goes through `slots.py`.
"""
