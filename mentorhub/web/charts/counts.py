"""Plots of counts: a cohort's seats, the line of people waiting, people by stage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from mentorhub.web.charts.svg import plot, short, tag

SEAT, SEAT_GAP = 18, 8
PLACE, PLACE_GAP = 20, 12
ROW = 46
SEATS_IN_ONE_ROW = 12
SEATS_A_ROW = 10


@dataclass(frozen=True)
class Stage:
    """A stage's name as shown, the people in it, and how many of them came lately."""

    name: str
    people: int
    moved: int = 0


@lru_cache(maxsize=64, typed=True)  # a rush asks for the same picture; Markup is no plain text
def seats(taken: int, *, held: int, free: int, title: str, desc: str) -> Markup:
    """One circle a seat: filled, half filled while being paid, open. Rows of ten beyond twelve.

    Few seats are drawn no larger than twelve: a circle is a seat, not a headline.
    """
    total = taken + held + free
    if not total:
        return Markup("")
    per_row = total if total <= SEATS_IN_ONE_ROW else SEATS_A_ROW
    rows = math.ceil(total / per_row)
    circles = []
    for i in range(total):
        x = 1 + SEAT / 2 + (i % per_row) * (SEAT + SEAT_GAP)
        y = 1 + SEAT / 2 + (i // per_row) * (SEAT + SEAT_GAP)
        circles.append(_seat(x, y, is_taken=i < taken, is_held=i < taken + held))
    return plot(
        "seats",
        *circles,
        width=max(per_row, SEATS_A_ROW) * (SEAT + SEAT_GAP) - SEAT_GAP + 2,
        height=rows * (SEAT + SEAT_GAP) - SEAT_GAP + 2,
        title=title,
        desc=desc,
    )


def queue(position: int, *, length: int, title: str, desc: str, shown: int = 12) -> Markup:
    """The line as people, yours marked; counts from 1. Shows `shown` places of `length`."""
    first = max(1, position - shown + 1)
    last = min(length, first + shown - 1)
    width = shown * (PLACE + PLACE_GAP) - PLACE_GAP
    people = []
    for place in range(first, last + 1):
        x = (place - first) * (PLACE + PLACE_GAP) + PLACE / 2
        if place == position:
            people.append(tag("circle", class_="you", cx=x, cy=15, r=11))
        else:
            people.append(
                tag("circle", class_="ahead" if place < position else "behind", cx=x, cy=15, r=6)
            )
    end = (last - first) * (PLACE + PLACE_GAP) + PLACE
    rule = tag("path", class_="rule", d=f"M0 15H{short(width if last < length else end)}")
    return plot("queue", rule, *people, width=width, height=30, title=title, desc=desc)


def funnel(stages: Sequence[Stage], *, title: str, desc: str) -> Markup:
    """Bars that narrow with the circle. Nobody falls out of it, so there are no percentages."""
    width = 340
    most = max((stage.people for stage in stages), default=0) or 1
    rows: list[Markup] = []
    for i, stage in enumerate(stages):
        rows += _stage(stage, y=i * ROW, width=width, bar=max(6, (width - 2) * stage.people / most))
    return plot("stagefunnel", *rows, width=width, height=ROW * len(stages), title=title, desc=desc)


def _seat(x: float, y: float, *, is_taken: bool, is_held: bool) -> Markup:
    radius = SEAT / 2
    if is_taken:
        return tag("circle", class_="taken", cx=x, cy=y, r=radius)
    circle = tag("circle", class_="free", cx=x, cy=y, r=radius - 0.75)
    if is_held:
        inner = radius - 2.5
        arc = f"A{short(inner)} {short(inner)} 0 0 0 {short(x)} {short(y + inner)}"
        half = f"M{short(x)} {short(y - inner)}{arc}Z"
        circle += tag("path", class_="held", d=half)
    return circle


def _stage(stage: Stage, *, y: float, width: float, bar: float) -> list[Markup]:
    line = {"y": y + 24, "height": 6.0, "rx": 3.0}
    drawn = [
        tag("text", stage.name, class_="name", x=0, y=y + 16),
        tag("text", str(stage.people), class_="count", x=width, y=y + 16, text_anchor="end"),
        tag("rect", class_="track", x=0, width=width, **line),
    ]
    if stage.people:
        drawn.append(tag("rect", class_="bar", x=0, width=bar, **line))
    if stage.people and stage.moved:
        start = bar * (1 - stage.moved / stage.people)
        drawn.append(tag("rect", class_="moved", x=start, width=max(4, bar - start), **line))
    return drawn
