"""Plots: what is drawn for which values, escaped, told in words, without styles of their own."""

import math
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from mentorhub.web.charts.counts import Stage, funnel, queue, seats
from mentorhub.web.charts.keepsakes import herofigure, rings, stamp
from mentorhub.web.charts.relmap import Dot, relmap
from mentorhub.web.charts.rhythm import heatmap, sparkline, strip
from mentorhub.web.charts.svg import polar, short, smooth, tag

EVIL = "<script>\"&'"
RINGS = ("Close", "Good friends", "In touch", "Acquainted")


def dot(ring: int, *, due: bool = False, tip: str = "Jonas Lindqvist: close") -> Dot:
    return Dot(initials="JL", ring=ring, warm=3, href="/people/1", tip=tip, due=due)


def drawn(groups: list[tuple[str, list[Dot]]]) -> Markup:
    return relmap(groups, title=EVIL, desc=EVIL, rings=RINGS, you="you")


PLOTS: dict[str, Callable[[], Markup]] = {
    "sparkline": lambda: sparkline([1, 2.5, 4], title=EVIL, desc=EVIL, marks=[0, 2]),
    "heatmap": lambda: heatmap(
        [[0, 1, None, 4, 0, 0, 0]], title=EVIL, desc=EVIL, months={0: EVIL}, weekdays={0: EVIL}
    ),
    "strip": lambda: strip(["replied", "missed", "ahead"], title=EVIL, desc=EVIL),
    "seats": lambda: seats(8, held=1, free=3, title=EVIL, desc=EVIL),
    "queue": lambda: queue(7, length=9, title=EVIL, desc=EVIL),
    "funnel": lambda: funnel([Stage(EVIL, 41, 6)], title=EVIL, desc=EVIL),
    "relmap": lambda: drawn([(EVIL, [dot(0, tip=EVIL), dot(3, due=True)])]),
    "herofigure": lambda: herofigure((EVIL,) * 5, title=EVIL, desc=EVIL),
    "stamp": lambda: stamp(
        10,
        total=12,
        seat_words=EVIL,
        total_words=EVIL,
        place=EVIL,
        date=EVIL,
        title=EVIL,
        desc=EVIL,
    ),
}


def classes(svg: Markup) -> list[str]:
    """The class of every part, in the order drawn."""
    return [e.get("class", "") for e in ElementTree.fromstring(svg).iter() if e.get("class")]


def widths(svg: Markup, name: str) -> list[float]:
    return [
        float(e.get("width", "nan"))
        for e in ElementTree.fromstring(svg).iter()
        if e.get("class") == name
    ]


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_is_named_and_told_in_words_and_escapes_them(name: str) -> None:
    root = ElementTree.fromstring(PLOTS[name]())
    assert (root[0].tag, root[0].text) == ("title", EVIL)
    assert (root[1].tag, root[1].text) == ("desc", EVIL)


@pytest.mark.parametrize("name", PLOTS)
def test_no_plot_carries_a_style_or_a_colour_of_its_own(name: str) -> None:
    attributes = {key for e in ElementTree.fromstring(PLOTS[name]()).iter() for key in e.attrib}
    assert not attributes & {"style", "fill", "stroke", "color", "onclick"}


def test_the_quiet_circles_say_nothing_to_a_screen_reader() -> None:
    root = ElementTree.fromstring(rings(64, angle=-38))
    assert root.get("aria-hidden") == "true"
    assert [e.get("class") for e in root] == ["ring"] * 4 + ["me", "guest"]


def test_each_seat_is_one_circle_and_a_held_one_is_half_filled() -> None:
    drawn = classes(seats(2, held=1, free=1, title="t", desc="d"))
    assert drawn == ["plot seats", "taken", "taken", "free", "held", "free"]


@pytest.mark.parametrize(("total", "height"), [(12, 20), (13, 46), (21, 72)])
def test_more_than_twelve_seats_stand_in_rows_of_ten(total: int, height: int) -> None:
    svg = seats(total, held=0, free=0, title="t", desc="d")
    assert ElementTree.fromstring(svg).get("viewBox", "").endswith(f" {height}")


def test_no_seats_draw_nothing() -> None:
    assert seats(0, held=0, free=0, title="t", desc="d") == ""


def test_the_line_shows_who_is_ahead_and_who_is_behind() -> None:
    drawn = classes(queue(3, length=5, title="t", desc="d"))
    assert drawn == ["plot queue", "rule", "ahead", "ahead", "you", "behind", "behind"]


def test_a_far_place_in_the_line_is_still_shown() -> None:
    drawn = classes(queue(31, length=40, title="t", desc="d"))
    assert drawn == ["plot queue", "rule", *["ahead"] * 11, "you"]


def test_the_first_in_line_has_nobody_ahead() -> None:
    assert "ahead" not in classes(queue(1, length=3, title="t", desc="d"))


def test_a_stages_bar_is_as_long_as_its_people_are_many() -> None:
    stages = [Stage("Met", 40, 10), Stage("In touch", 20), Stage("Lasting", 0)]
    svg = funnel(stages, title="t", desc="d")
    assert widths(svg, "bar") == [338, 169]
    assert widths(svg, "moved") == [84.5]


def test_no_stages_and_empty_stages_can_be_drawn() -> None:
    assert classes(funnel([], title="t", desc="d")) == ["plot stagefunnel"]
    assert widths(funnel([Stage("Met", 0)], title="t", desc="d"), "bar") == []


def test_a_weeks_mark_is_its_state() -> None:
    drawn = classes(
        strip(["replied", "waiting", "writing", "missed", "ahead"], title="t", desc="d")
    )
    assert drawn == ["plot strip", "replied", "waiting", "writing", "missed", "ahead"]


def test_warmth_is_drawn_with_a_tick_for_each_conversation() -> None:
    drawn = classes(sparkline([1, 2, 3], title="t", desc="d", marks=[0, 2]))
    assert drawn == ["plot spark", "rule", "wash", "line", "tick", "tick", "end"]


def test_no_warmth_draws_nothing_and_one_value_is_enough_to_draw() -> None:
    assert sparkline([], title="t", desc="d") == ""
    assert "end" in classes(sparkline([3], title="t", desc="d"))


def test_a_day_is_coloured_by_its_conversations_and_marked_when_due_or_today() -> None:
    week = [0, 3, 9, None, 1, 0, 0]
    svg = heatmap([week], title="t", desc="d", months={}, weekdays={}, today=(0, 1), due=[(0, 4)])
    assert classes(svg) == ["plot heat", "w0", "w3", "today", "w4", "due", "w0", "w0"]


def test_a_person_on_the_map_is_a_named_link_and_haloed_when_due() -> None:
    root = ElementTree.fromstring(drawn([("The choir", [dot(1, due=True)])]))
    (link,) = root.findall("a")
    assert (link.get("href"), link.get("class")) == ("/people/1", "dot w3 due")
    assert link[0].text == "Jonas Lindqvist: close"
    assert [e.get("class") for e in link] == [None, "halo", "disc", None]


def test_closer_people_stand_nearer_to_the_middle() -> None:
    root = ElementTree.fromstring(drawn([("All", [dot(3), dot(2), dot(1), dot(0)])]))
    discs = [e for e in root.iter("circle") if e.get("class") == "disc"]
    far = {
        float(e.get("r", "nan")): math.dist(
            (360, 360), (float(e.get("cx", 0)), float(e.get("cy", 0)))
        )
        for e in discs
    }
    assert [far[r] for r in sorted(far)] == sorted(far.values(), reverse=True)


@pytest.mark.parametrize("people", [1, 2, 5, 6])
def test_nobody_of_the_inner_circle_stands_on_another(people: int) -> None:
    root = ElementTree.fromstring(drawn([("All", [dot(0)] * people), ("Few", [dot(2)])]))
    close = [
        (float(e.get("cx", 0)), float(e.get("cy", 0)))
        for e in root.iter("circle")
        if e.get("class") == "disc" and e.get("r") == "19"
    ]
    assert len(close) == people
    apart = [math.dist(a, b) for i, a in enumerate(close) for b in close[i + 1 :]]
    assert all(distance > 2 * 19 for distance in apart)


def test_a_group_without_people_takes_no_sector() -> None:
    found = classes(drawn([("Empty", []), ("The choir", [dot(1)])]))
    assert found.count("sector") == found.count("group") == 1
    assert "dot w3" not in classes(drawn([]))


@pytest.mark.parametrize(("seat", "total", "others"), [(1, 12, 11), (3, 4, 3), (13, 20, 11)])
def test_the_stamp_marks_one_seat_among_the_others(seat: int, total: int, others: int) -> None:
    drawn = classes(
        stamp(
            seat,
            total=total,
            seat_words="s",
            total_words="o",
            place="p",
            date="d",
            title="t",
            desc="d",
        )
    )
    assert drawn.count("mine") == 1
    assert drawn.count("other") == others


def test_a_tag_escapes_attributes_and_texts_and_shortens_numbers() -> None:
    drawn = tag("text", '<&"', class_="a b", text_anchor="end", x=1 / 3, href='"><x')
    assert drawn == (
        '<text class="a b" text-anchor="end" x="0.33" href="&#34;&gt;&lt;x">&lt;&amp;&#34;</text>'
    )
    assert [short(v) for v in (2, 2.5, 2.999, 0, -0.5, 100)] == [
        "2",
        "2.5",
        "3",
        "0",
        "-0.5",
        "100",
    ]


def test_ninety_degrees_point_down_as_svg_does() -> None:
    assert polar((10, 10), radius=5, degrees=90) == pytest.approx((10, 15))


def test_a_smooth_line_never_overshoots_its_points() -> None:
    numbers = [float(n) for n in smooth([(0, 5), (10, 1), (20, 9)]).replace("C", " ")[1:].split()]
    assert min(numbers[1::2]) == 1
    assert max(numbers[1::2]) == 9
