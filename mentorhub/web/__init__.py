"""HTTP fittings shared by rooms: errors, security headers, CSRF, languages and zones, panels, filters, paging, health.

Always true here: it knows no room. What a lower room must show of an upper one goes through a slot in `panels.py`.
"""
