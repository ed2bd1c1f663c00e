"""Plots as inline SVG: values and the caller's own words in, markup out. No styles, no scripts.

Colour comes from classes in static/css, so that a strict Content-Security-Policy holds and both
themes work. Each plot carries a <title> and a <desc> that say the same thing in words; where the
numbers matter a table stands beside it.
"""
