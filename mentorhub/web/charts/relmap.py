"""The relationship map: people as dots in four circles around you; nearer is closer.

The circles (about 5, 15, 50 and 150 people) are R. I. M. Dunbar's: "Do online social media cut
through the constraints that limit the size of offline social networks?", R. Soc. Open Sci., 2016.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mentorhub.web.charts.svg import Point, plot, polar, short, tag

SIZE = 720
CENTRE: Point = (SIZE / 2, SIZE / 2)
RADII = (84, 162, 240, 312)
INNERMOST = 54  # the inner circle's people stand on one line, clear of "you"
GAP_DEGREES = 5.0
FIRST_DEGREES = -90.0
ELBOW_ROOM_DEGREES = 58.0


@dataclass(frozen=True)
class Dot:
    """One person: `ring` 0 (close) to 3, `warm` 0 to 4; `tip` says it all in words."""

    initials: str
    ring: int
    warm: int
    href: str
    tip: str
    due: bool = False


@dataclass(frozen=True)
class _Sector:
    """A group's share of the round: its name, its people, the degrees it begins at and spans."""

    label: str
    members: Sequence[Dot]
    start: float
    span: float


def relmap(
    groups: Sequence[tuple[str, Sequence[Dot]]],
    *,
    title: str,
    desc: str,
    rings: Sequence[str],
    you: str,
) -> Markup:
    """The map: a sector for each group, so that people who know each other stand together.

    `rings` names the four circles. The page lists the same people below: small dots are no way in
    for everybody.
    """
    sectors = _sectors(groups)
    people = [placed for sector in sectors for placed in _placed(sector)]
    return plot(
        "relmap",
        *(tag("circle", class_="ring", cx=CENTRE[0], cy=CENTRE[1], r=r) for r in reversed(RADII)),
        *(_border(sector) for sector in sectors),
        *(_ring_name(name, radius=r) for r, name in zip(RADII, rings, strict=True)),
        *(_group_name(sector, arc=f"map-arc-{i}") for i, sector in enumerate(sectors)),
        tag("circle", class_="me", cx=CENTRE[0], cy=CENTRE[1], r=22),
        tag("text", you, class_="metext", x=CENTRE[0], y=CENTRE[1] + 6, text_anchor="middle"),
        *(
            _dot(dot, at=polar(CENTRE, radius=r, degrees=a))
            for dot, r, a in _with_elbow_room(people)
        ),
        width=SIZE,
        height=SIZE,
        title=title,
        desc=desc,
        role="group",
    )


def _sectors(groups: Sequence[tuple[str, Sequence[Dot]]]) -> list[_Sector]:
    peopled = [(label, members) for label, members in groups if members]
    total = sum(len(members) for _, members in peopled)
    each = (360 - GAP_DEGREES * len(peopled)) / max(1, total)
    sectors, start = [], FIRST_DEGREES
    for label, members in peopled:
        sectors.append(_Sector(label, members, start, each * len(members)))
        start += each * len(members) + GAP_DEGREES
    return sectors


def _placed(sector: _Sector) -> list[tuple[Dot, float, float]]:
    """Each person's distance and angle: spread over the sector, none quite in line."""
    placed = []
    for ring in range(len(RADII)):
        people = [dot for dot in sector.members if dot.ring == ring]
        inner, outer = RADII[ring - 1] if ring else 30, RADII[ring]
        for k, dot in enumerate(people):
            jitter = ((ring * 37 + k * 61) % 17 - 8) / 8
            radius = (inner + outer) / 2 + jitter * (outer - inner) * 0.16
            angle = sector.start + sector.span * (k + 0.5) / len(people) + (ring % 2) * 2.5
            placed.append((dot, radius, angle))
    return placed


def _with_elbow_room(people: list[tuple[Dot, float, float]]) -> list[tuple[Dot, float, float]]:
    """The inner circle pushed apart until nobody stands on anybody; the others as they were."""
    others = [placed for placed in people if placed[0].ring > 0]
    inner = sorted((p for p in people if p[0].ring == 0), key=lambda p: p[2] % 360)
    angles = [angle % 360 for _, _, angle in inner]
    least = min(ELBOW_ROOM_DEGREES, 330 / max(1, len(angles)))
    for _ in range(60):
        for k in range(len(angles) if len(angles) > 1 else 0):
            following = (k + 1) % len(angles)
            apart = (angles[following] - angles[k]) % 360
            if apart < least:
                angles[k] -= (least - apart) / 2
                angles[following] += (least - apart) / 2
    return others + [
        (dot, INNERMOST, angle) for (dot, _, _), angle in zip(inner, angles, strict=True)
    ]


def _border(sector: _Sector) -> Markup:
    at = sector.start - GAP_DEGREES / 2
    (x0, y0), (x1, y1) = (polar(CENTRE, radius=r, degrees=at) for r in (26, RADII[-1] + 8))
    return tag("path", class_="sector", d=f"M{short(x0)} {short(y0)}L{short(x1)} {short(y1)}")


def _ring_name(name: str, *, radius: float) -> Markup:
    x, y = polar(CENTRE, radius=radius, degrees=FIRST_DEGREES - GAP_DEGREES / 2)
    return tag("text", name, class_="ringname", x=x, y=y + 4, text_anchor="middle")


def _group_name(sector: _Sector, *, arc: str) -> Markup:
    """The name runs along the outer circle; below the middle the other way, to stay upright."""
    middle = sector.start + sector.span / 2
    is_low = math.sin(math.radians(middle)) > 0.25
    radius = RADII[-1] + (25 if is_low else 13)
    begin, end = middle - 60, middle + 60
    if is_low:
        begin, end = end, begin
    (x0, y0), (x1, y1) = (polar(CENTRE, radius=radius, degrees=d) for d in (begin, end))
    sweep = 0 if is_low else 1
    path = f"M{short(x0)} {short(y0)}A{radius} {radius} 0 0 {sweep} {short(x1)} {short(y1)}"
    along = tag("textPath", sector.label, href=f"#{arc}", startOffset="50%")
    return tag("defs", tag("path", id=arc, d=path)) + tag(
        "text", along, class_="group", text_anchor="middle"
    )


def _dot(dot: Dot, *, at: Point) -> Markup:
    (x, y), radius = at, 19 - dot.ring * 2.2
    halo = tag("circle", class_="halo", cx=x, cy=y, r=radius + 4.5) if dot.due else Markup("")
    return tag(
        "a",
        tag("title", dot.tip),
        halo,
        tag("circle", class_="disc", cx=x, cy=y, r=radius),
        tag("text", dot.initials, x=x, y=y + 4.2, text_anchor="middle", aria_hidden="true"),
        href=dot.href,
        class_=f"dot w{dot.warm}{' due' if dot.due else ''}",
    )
