"""Times in Chromium for somebody in New York: their own first, the practice's beside it; without scripts only that."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import scenes
from tests.browser.conftest import House, Visitor, arrive

PAGE = "/programs/power-networking"
THERE = r"\w+ \d{1,2} \w+(?: \d{4})?, \d\d:\d\d in Oslo"


@pytest.fixture
def program(house: House) -> None:
    """A programme of a practice in Oslo that takes people now."""
    with house.app.app_context():
        scenes.scene(seats=2)


@pytest.fixture
def abroad(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of somebody in New York, on a phone."""
    made = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", timezone_id="America/New_York"
    )
    yield made
    made.close()


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[BrowserContext]:
    """The same person, whose browser runs no scripts."""
    made = browser.new_context(
        locale="en-GB", timezone_id="America/New_York", java_script_enabled=False
    )
    yield made
    made.close()


@pytest.mark.usefixtures("program")
def test_a_visitor_reads_their_own_time_first(abroad: BrowserContext, house: House) -> None:
    reader = arrive(abroad, house)
    reader.visit(PAGE)
    told = reader.page.locator("dd time[data-zone]").first
    expect(told).to_have_text(
        re.compile(rf"^\w+ \d{{1,2}} \w+(?: \d{{4}})?, \d\d:\d\d your time \({THERE}\)$")
    )
    own, there = re.findall(r"(\d\d):\d\d", told.inner_text())
    assert (int(there) - int(own)) % 24 in (5, 6)  # summer time begins on other days
    reader.check()


@pytest.mark.usefixtures("program")
def test_where_the_clocks_agree_and_without_scripts_a_page_is_as_the_server_wrote_it(
    visitor: Visitor, unscripted: BrowserContext, house: House
) -> None:
    for reader in (visitor, arrive(unscripted, house)):
        reader.visit(PAGE)
        told = reader.page.locator("dd time[data-zone]").first
        expect(told).to_have_text(re.compile(rf"^{THERE}$"))


def test_a_form_that_makes_an_account_says_where_its_reader_lives(
    abroad: BrowserContext, house: House
) -> None:
    reader = arrive(abroad, house)
    reader.visit("/sign-up")
    expect(reader.page.locator("input[name=zone]")).to_have_value("America/New_York")
