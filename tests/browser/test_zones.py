"""Times in Chromium for a reader in New York: their own first, the practice's beside it; without scripts only that."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import update

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from tests.browser.conftest import Install, Visitor, arrive
from tests.support import factories

PAGE = "/programs/power-networking"
OWN = re.compile(
    r"^\w+ \d{1,2} \w+(?: \d{4})?, \d\d:\d\d your time \((?:\w+ \d{1,2} \w+(?: \d{4})?, )?\d\d:\d\d in Oslo\)$"
)
THERE = r"\w+ \d{1,2} \w+(?: \d{4})?, \d\d:\d\d in Oslo"


@pytest.fixture
def program(install: Install) -> None:
    """A programme of a practice in Oslo that takes people now."""
    with install.app.app_context():
        factories.scene(seats=2)


@pytest.fixture
def abroad(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile in New York, on a phone."""
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
def test_a_visitor_reads_their_own_time_first(abroad: BrowserContext, install: Install) -> None:
    reader = arrive(abroad, install)
    reader.visit(PAGE)
    shown = reader.page.locator("dd time[data-zone]").first
    expect(shown).to_have_text(OWN)
    own, there = re.findall(r"(\d\d):\d\d", shown.inner_text())
    assert (int(there) - int(own)) % 24 in (5, 6)  # summer time begins on other days
    reader.check()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            "2031-03-14T02:30:00+00:00",
            "Thursday 13 March 2031, 22:30 your time (Friday 14 March 2031, 03:30 in Oslo)",
        ),
        ("2031-03-14T09:15:00+00:00", "Friday 14 March 2031, 05:15 your time (10:15 in Oslo)"),
    ],
)
@pytest.mark.usefixtures("program")
def test_the_day_stands_twice_only_where_there_are_two(
    abroad: BrowserContext, install: Install, at: str, expected: str
) -> None:
    when = dt.datetime.fromisoformat(at)
    with install.app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(Cohort).values(closes_at=when))
    reader = arrive(abroad, install)
    reader.visit(PAGE)
    expect(reader.page.locator("dd time[data-zone]").first).to_have_text(expected)


@pytest.mark.usefixtures("program")
def test_where_the_clocks_agree_and_without_scripts_a_page_is_as_the_server_wrote_it(
    visitor: Visitor, unscripted: BrowserContext, install: Install
) -> None:
    for reader in (visitor, arrive(unscripted, install)):
        reader.visit(PAGE)
        shown = reader.page.locator("dd time[data-zone]").first
        expect(shown).to_have_text(re.compile(rf"^{THERE}$"))


def test_a_form_that_makes_an_account_says_where_its_reader_lives(
    abroad: BrowserContext, install: Install
) -> None:
    reader = arrive(abroad, install)
    reader.visit("/sign-up")
    expect(reader.page.locator("input[name=zone]")).to_have_value("America/New_York")
