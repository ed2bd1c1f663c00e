"""Plots of time: warmth over weeks, conversations by day, a programme's weeks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from mentorhub.web.charts.svg import Point, plot, short, smooth, tag

WeekState = Literal["replied", "waiting", "writing", "missed", "ahead"]
CELL, GAP = 14, 4
WARMEST = 5


def sparkline(
    values: Sequence[float],
    *,
    title: str,
    desc: str,
    marks: Collection[int] = (),
    width: float = 240,
    height: float = 64,
) -> Markup:
    """Warmth, 0 to 5, one value a week, oldest first; nothing for no values.

    `marks`: indexes of the weeks in which you spoke.
    """
    if not values:
        return Markup("")
    left, bottom = 4.0, height - 14
    points = _points(values, left=left, right=width - 8, top=8, bottom=bottom)
    (end_x, end_y), line = points[-1], smooth(points)
    under = f"{line}L{short(end_x)} {short(bottom)}L{short(left)} {short(bottom)}Z"
    ticks = (f"M{short(points[i][0])} {short(bottom + 4)}v6" for i in sorted(marks))
    return plot(
        "spark",
        tag("path", class_="rule", d=f"M{short(left)} {short(bottom)}H{short(width - 8)}"),
        tag("path", class_="wash", d=under),
        tag("path", class_="line", d=line),
        *(tag("path", class_="tick", d=tick) for tick in ticks),
        tag("circle", class_="end", cx=end_x, cy=end_y, r=3.6),
        width=width,
        height=height,
        title=title,
        desc=desc,
    )


def heatmap(
    weeks: Sequence[Sequence[int | None]],
    *,
    title: str,
    desc: str,
    months: Mapping[int, str],
    weekdays: Mapping[int, str],
    today: tuple[int, int] | None = None,
    due: Collection[tuple[int, int]] = (),
) -> Markup:
    """Conversations by day: one sequence of seven a week, Monday first, 0 to 4; None leaves a gap.

    `months` names columns, `weekdays` rows (0 is Monday); `today` and `due` are (week, day) cells.
    """
    left, top = 26, 20
    cells = [
        _cell(
            left + i * (CELL + GAP),
            top + d * (CELL + GAP),
            level,
            is_due=(i, d) in due,
            is_today=(i, d) == today,
        )
        for i, week in enumerate(weeks)
        for d, level in enumerate(week)
        if level is not None
    ]
    return plot(
        "heat",
        *(tag("text", name, x=left + i * (CELL + GAP), y=12) for i, name in months.items()),
        *(
            tag("text", name, x=0, y=top + d * (CELL + GAP) + CELL - 3)
            for d, name in weekdays.items()
        ),
        *cells,
        width=left + len(weeks) * (CELL + GAP),
        height=top + 7 * (CELL + GAP),
        title=title,
        desc=desc,
    )


def strip(weeks: Sequence[WeekState], *, title: str, desc: str) -> Markup:
    """A programme's weeks in a row: answered, waiting, being written, without a page, ahead."""
    return plot(
        "strip",
        *(_week(state, x=i * (CELL + GAP)) for i, state in enumerate(weeks)),
        width=len(weeks) * (CELL + GAP) - GAP,
        height=18,
        title=title,
        desc=desc,
    )


def _points(
    values: Sequence[float], *, left: float, right: float, top: float, bottom: float
) -> list[Point]:
    step = (right - left) / max(1, len(values) - 1)
    scale = (bottom - top) / WARMEST
    return [(left + step * i, bottom - scale * value) for i, value in enumerate(values)]


def _cell(x: float, y: float, level: int, *, is_due: bool, is_today: bool) -> Markup:
    cell = tag(
        "rect",
        class_="due" if is_due else f"w{min(level, 4)}",
        x=x,
        y=y,
        width=CELL,
        height=CELL,
        rx=2.5,
    )
    if is_today:
        cell += tag(
            "rect", class_="today", x=x - 1.5, y=y - 1.5, width=CELL + 3, height=CELL + 3, rx=4
        )
    return cell


def _week(state: WeekState, *, x: float) -> Markup:
    if state == "missed":
        return tag("path", class_="missed", d=f"M{short(x + 3)} 9h{CELL - 6}")
    if state == "ahead":
        return tag("circle", class_="ahead", cx=x + CELL / 2, cy=9, r=1.8)
    return tag("rect", class_=state, x=x + 0.75, y=1.75, width=CELL - 1.5, height=14.5, rx=2)
