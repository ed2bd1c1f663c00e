"""Drawings that plot nothing: the programme page's figure, quiet circles, the stamp for a seat."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup

from mentorhub.web.charts.svg import Point, plot, polar, short, tag

HERO = 560
HERO_CENTRE: Point = (HERO / 2, HERO / 2)
HERO_RADII = (64, 128, 192, 254)
# The figure's five stops (angle, distance); where each caption stands; the package it needs.
HERO_STOPS = ((-152, 238), (-96, 176), (-28, 140), (52, 98), (140, 46))
HERO_CAPTIONS = (
    (6, -18, "middle"),
    (14, -14, "start"),
    (15, 6, "start"),
    (17, 18, "start"),
    (-18, 27, "middle"),
)
HERO_ROOM = ((-40, -22, 150), (10, -20, 150), (8, 0, 160), (10, 8, 140), (-100, 20, 140))
GOLDEN_DEGREES = 137.508  # so that the quiet others never line up

STAMP_WIDTH, STAMP_HEIGHT, TOOTH = 190, 232, 5
STAMP_TEETH = (13, 16)
STAMP_CENTRE: Point = (STAMP_WIDTH / 2, 94)
STAMP_RINGS = (20, 36, 52, 66)
STAMP_SEATS = (
    (66, -150), (66, -20), (52, 60), (66, 110), (36, -60), (66, 200),
    (52, 170), (66, 45), (66, -75), (52, -100), (36, 140), (66, 80),
)  # fmt: skip


@lru_cache(maxsize=8)  # the same on each programme's page of a language
def herofigure(story: tuple[str, ...], *, title: str, desc: str) -> Markup:
    """One acquaintance's way from the outer circle inward; `story` captions its five stops."""
    way = _hero_way()
    stops = [
        _hero_stop(i, caption=caption)
        for i, caption in zip(range(len(HERO_STOPS)), story, strict=True)
    ]
    return plot(
        "herofig",
        *(
            tag("circle", class_="ring", cx=HERO_CENTRE[0], cy=HERO_CENTRE[1], r=r)
            for r in reversed(HERO_RADII)
        ),
        *_hero_others(way),
        tag("path", class_="path", d="M" + "L".join(f"{short(x)} {short(y)}" for x, y in way)),
        tag("circle", class_="me", cx=HERO_CENTRE[0], cy=HERO_CENTRE[1], r=15),
        *stops,
        width=HERO,
        height=HERO,
        title=title,
        desc=desc,
    )


def rings(radius: float, *, angle: float, size: float = 520) -> Markup:
    """Decoration for a page that stands alone: four circles, you, and one person somewhere."""
    centre = (size / 2, size / 2)
    x, y = polar(centre, radius=radius * 0.82, degrees=angle)
    return tag(
        "svg",
        *(
            tag("circle", class_="ring", cx=centre[0], cy=centre[1], r=r * 0.82)
            for r in (64, 120, 176, 232)
        ),
        tag("circle", class_="me", cx=centre[0], cy=centre[1], r=12),
        tag("circle", class_="guest", cx=x, cy=y, r=10),
        class_="plot rings",
        viewBox=f"0 0 {short(size)} {short(size)}",
        aria_hidden="true",
    )


def stamp(
    seat: int,
    *,
    total: int,
    seat_words: str,
    total_words: str,
    place: str,
    date: str,
    title: str,
    desc: str,
) -> Markup:
    """The seat as a postmarked stamp. Used once: when a seat is enrolled."""
    width, height = STAMP_WIDTH, STAMP_HEIGHT
    picture = tag(
        "g",
        tag("rect", class_="frame", x=17, y=17, width=width - 34, height=height - 34),
        *(
            tag("circle", class_="ring", cx=STAMP_CENTRE[0], cy=STAMP_CENTRE[1], r=r)
            for r in STAMP_RINGS
        ),
        tag("circle", class_="me", cx=STAMP_CENTRE[0], cy=STAMP_CENTRE[1], r=6),
        *_stamp_seats(seat, total=total),
        tag("text", seat_words, class_="seatno", x=28, y=height - 30),
        tag("text", total_words, class_="of", x=width - 28, y=height - 31, text_anchor="end"),
        transform="translate(4 10)",
    )
    return plot(
        "stamp",
        tag("path", class_="sheet-edge", transform="translate(4 10)", d=_perforation()),
        picture,
        _postmark(place, date=date),
        width=width + 56,
        height=height + 20,
        title=title,
        desc=desc,
    )


def _hero_way() -> list[Point]:
    steps = 14
    way = [
        polar(HERO_CENTRE, radius=r0 + (r1 - r0) * k / steps, degrees=a0 + (a1 - a0) * k / steps)
        for (a0, r0), (a1, r1) in pairwise(HERO_STOPS)
        for k in range(steps)
    ]
    angle, radius = HERO_STOPS[-1]
    return [*way, polar(HERO_CENTRE, radius=radius, degrees=angle)]


def _hero_others(way: Sequence[Point]) -> list[Markup]:
    """Quiet others in the outer circles; none on the way or behind a caption."""
    others = []
    for i in range(64):
        ring = 3 if i < 38 else (2 if i < 56 else 1)
        low, high = HERO_RADII[ring - 1] + 12, HERO_RADII[ring] - 10
        radius = low + (high - low) * ((i * 0.618) % 1)
        at = polar(HERO_CENTRE, radius=radius, degrees=i * GOLDEN_DEGREES + ring * 20)
        if min(math.dist(at, point) for point in way) >= 17 and not _is_behind_a_caption(at):
            others.append(
                tag(
                    "circle",
                    class_=f"other o{ring}",
                    cx=at[0],
                    cy=at[1],
                    r=3.4 if ring == 3 else 4.2,
                )
            )
    return others


def _is_behind_a_caption(at: Point) -> bool:
    for (angle, radius), (dx, dy, width) in zip(HERO_STOPS, HERO_ROOM, strict=True):
        x, y = polar(HERO_CENTRE, radius=radius, degrees=angle)
        if x + dx - 12 < at[0] < x + dx + width and y + dy - 16 < at[1] < y + dy + 18:
            return True
    return False


def _hero_stop(i: int, *, caption: str) -> Markup:
    (angle, radius), (dx, dy, anchor) = HERO_STOPS[i], HERO_CAPTIONS[i]
    x, y = polar(HERO_CENTRE, radius=radius, degrees=angle)
    return tag("circle", class_=f"stop w{i}", cx=x, cy=y, r=7 + i * 1.3) + tag(
        "text", caption, class_="cap", x=x + dx, y=y + dy, text_anchor=anchor
    )


def _stamp_seats(seat: int, *, total: int) -> list[Markup]:
    """Up to twelve seats around the middle, one marked; a thirteenth stands where the first did."""
    mine = (seat - 1) % len(STAMP_SEATS)
    drawn = []
    for i, (radius, angle) in enumerate(STAMP_SEATS):
        x, y = polar(STAMP_CENTRE, radius=radius, degrees=angle)
        if i == mine:
            drawn.append(tag("circle", class_="mine", cx=x, cy=y, r=8))
        elif i < total:
            drawn.append(tag("circle", class_="other", cx=x, cy=y, r=3.6))
    return drawn


def _perforation() -> str:
    across, down = STAMP_WIDTH / STAMP_TEETH[0], STAMP_HEIGHT / STAMP_TEETH[1]
    sides = (
        (STAMP_TEETH[0], across, 0),
        (STAMP_TEETH[1], 0, down),
        (STAMP_TEETH[0], -across, 0),
        (STAMP_TEETH[1], 0, -down),
    )
    return "M0 0" + "".join(_teeth(count, dx=dx, dy=dy) for count, dx, dy in sides) + "Z"


def _teeth(count: int, *, dx: float, dy: float) -> str:
    """One side of the stamp: for each tooth a straight line, a half circle, a straight line."""
    hole_x, hole_y = (math.copysign(2 * TOOTH, d) if d else 0 for d in (dx, dy))
    line = f"l{short((dx - hole_x) / 2)} {short((dy - hole_y) / 2)}"
    hole = f"a{TOOTH} {TOOTH} 0 0 0 {short(hole_x)} {short(hole_y)}"
    return (line + hole + line) * count


def _postmark(place: str, *, date: str) -> Markup:
    waves = (f"M-44 {-18 + k * 12}q-9 -6 -18 0t-18 0t-18 0t-18 0" for k in range(4))
    return tag(
        "g",
        tag("circle", r=40),
        tag("circle", r=28),
        tag("text", place, text_anchor="middle", y=-1),
        tag("text", date, text_anchor="middle", y=13, class_="pmdate"),
        *(tag("path", d=d) for d in waves),
        class_="postmark",
        transform="translate(190 52) rotate(-9)",
    )
