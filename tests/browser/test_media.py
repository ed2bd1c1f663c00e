"""A page in the reader's own colours, on paper, and what its first and second view fetch."""

import pytest
from playwright.sync_api import expect

from benchmarks.views import FIRST_KIB_MAX, measured
from tests.browser.conftest import Install, Visitor
from tests.support import factories

PAGE = "/programs/power-networking"
TERMS = "Until the course begins you may give the seat back."
COLOURS = """(selectors) => selectors.map((one) => {
    const style = getComputedStyle(document.querySelector(one));
    return [style.color, style.backgroundColor, style.fill, style.stroke];
})"""


@pytest.fixture(autouse=True)
def programme(install: Install) -> None:
    """One whose terms are folded away."""
    with install.app.app_context():
        factories.scene(terms_md=TERMS)


def test_what_is_folded_to_be_read_stands_on_paper(visitor: Visitor) -> None:
    visitor.visit(PAGE)
    terms = visitor.page.get_by_text(TERMS)
    expect(terms).to_be_hidden()
    visitor.page.emulate_media(media="print")
    expect(terms).to_be_visible()
    assert (terms.bounding_box() or {"height": 0})["height"] > 10


def test_a_browser_that_cannot_by_style_unfolds_while_it_prints(visitor: Visitor) -> None:
    visitor.visit(PAGE)
    fold = visitor.page.locator("#terms")
    for event, is_open in (("beforeprint", True), ("afterprint", False)):
        visitor.page.evaluate("(name) => dispatchEvent(new Event(name))", event)
        assert fold.evaluate("(one) => one.open") is is_open


def test_in_somebodys_own_colours_drawings_and_buttons_can_be_told_apart(visitor: Visitor) -> None:
    visitor.page.emulate_media(forced_colors="active", color_scheme="dark")
    visitor.visit(PAGE)
    seat, button = visitor.page.evaluate(COLOURS, [".seats .free", "#enrol .button"])
    canvas = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert canvas == "rgb(0, 0, 0)"
    assert seat[3] == "rgb(255, 255, 255)"  # its line, in the text's colour
    assert button[1] not in {canvas, button[0]}
    visitor.page.evaluate("document.documentElement.dataset.theme = 'light'")  # chosen here before
    assert visitor.page.evaluate(COLOURS, [".seats .free"]) == [seat]
    visitor.check()


def test_a_first_view_is_light_and_a_second_one_is_the_page_alone(
    visitor: Visitor, install: Install
) -> None:
    first, second = measured(visitor.page.context, install.url + PAGE)
    assert first.bytes <= FIRST_KIB_MAX * 1024
    assert first.kinds["Stylesheet"] < 12_000 and first.kinds["Script"] < 4_500  # without htmx
    assert (second.requests, set(second.kinds)) == (1, {"Document"})
