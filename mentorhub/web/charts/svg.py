"""What every plot is drawn with: escaped tags, short numbers, points on circles. Knows no plot."""

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

Point = tuple[float, float]


def tag(name: str, *children: str, **attributes: str | float) -> Markup:
    """One element, attributes and texts escaped. `text_anchor` becomes `text-anchor`."""
    inside = "".join([escape(child) for child in children])
    shown = "".join(
        [
            f' {key.rstrip("_").replace("_", "-")}="{escape(_attribute(value))}"'
            for key, value in attributes.items()
        ]
    )
    # Names are this package's own words, and all else is escaped above
    return Markup(f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>")  # noqa: S704


def plot(
    kind: str, *children: str, width: float, height: float, title: str, desc: str, role: str = "img"
) -> Markup:
    """The whole drawing: named by its title, described by its desc."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", desc),
        *children,
        class_=f"plot {kind}",
        viewBox=f"0 0 {short(width)} {short(height)}",
        role=role,
    )


def short(value: float) -> str:
    """At most two decimals, and none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def polar(centre: Point, *, radius: float, degrees: float) -> Point:
    """The point at this distance and angle; 0 degrees points right, 90 down, as SVG's y does."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def smooth(points: Sequence[Point]) -> str:
    """A path that never overshoots its points, so it never claims warmth that was not there."""
    path = f"M{short(points[0][0])} {short(points[0][1])}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = short((x0 + x1) / 2)
        path += f"C{middle} {short(y0)} {middle} {short(y1)} {short(x1)} {short(y1)}"
    return path


def _attribute(value: str | float) -> str:
    return value if isinstance(value, str) else short(value)
