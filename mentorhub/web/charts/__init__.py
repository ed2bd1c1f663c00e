"""Plots as inline SVG: values and the caller's own words in, markup out. No styles, no scripts.

Colour comes from classes in static/css, so that a strict Content-Security-Policy holds and both
themes work. Each plot carries a <title> and a <desc> that say the same thing in words; where the
numbers matter a table stands beside it.
"""

from mentorhub.web.charts.counts import Stage, funnel, queue, seats
from mentorhub.web.charts.keepsakes import herofigure, rings, stamp
from mentorhub.web.charts.relmap import Dot, relmap
from mentorhub.web.charts.rhythm import WeekState, heatmap, sparkline, strip

__all__ = [
    "Dot",
    "Stage",
    "WeekState",
    "funnel",
    "heatmap",
    "herofigure",
    "queue",
    "relmap",
    "rings",
    "seats",
    "sparkline",
    "stamp",
    "strip",
]
