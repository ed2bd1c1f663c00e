"""Chromium and a running app; a page that writes down every console error and CSP violation."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.conftest import Install, install

__all__ = ["Install", "install"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


# Of what axe may load beforehand not the style sheets, which only an experimental rule reads: it would write
# them into the page, and Chromium would report it as a breach of the page's own policy.
AXE = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}

NARROWEST = 320
# What a reader may set by a style sheet of their own, and their browser does past the page's policy.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }"""
SPACE = """(text) => {
    const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet];
    document.querySelectorAll("details:not([open])").forEach((one) => { one.open = true; one.dataset.unfolded = ""; });
}"""
UNSPACE = """() => {
    document.adoptedStyleSheets = [];
    document.querySelectorAll("[data-unfolded]").forEach((one) => { one.open = false; delete one.dataset.unfolded; });
}"""


@dataclass
class Visitor:
    """One person's browser: its page, and what went wrong on it."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)

    def visit(self, path: str) -> None:
        """Open a path of the app."""
        self.page.goto(self.home + path)

    def submit_form(self, name: str) -> None:
        """Press the button or link of this name."""
        self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        ).first.click()

    def check(self) -> None:
        """The page has no accessibility violation, scrolls in one direction, and broke nothing."""
        self.page.wait_for_load_state()  # a clicked link's page may still be on its way
        self.page.locator("main").wait_for()
        assert self.problems == [], self.page.url
        found = Axe().run(self.page, options=AXE)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        assert self._too_wide() <= 0, f"{self.page.url} scrolls sideways"
        self._check_spaced()

    def _check_spaced(self) -> None:
        """Nor does it on a narrow phone whose reader spaces text (WCAG 2.2, 1.4.10 and 1.4.12), all unfolded."""
        size = self.page.viewport_size
        assert size
        self.page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
        self.page.evaluate(SPACE, SPACED)
        wide = self._too_wide()
        self.page.evaluate(UNSPACE)
        self.page.set_viewport_size(size)
        assert wide <= 0, f"{self.page.url}, spaced, scrolls sideways by {wide} px"

    def _too_wide(self) -> int:
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; missing, it fails the run."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "Chromium is not installed; `make setup-test` installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's profile."""
    made = new_person(browser)
    yield made
    made.close()


@pytest.fixture
def visitor(context: BrowserContext, install: Install) -> Visitor:
    """A visitor on the app's first page."""
    return arrive(context, install)


def new_person(browser: Browser) -> BrowserContext:
    """A fresh browser profile in Oslo, on a laptop, set to reduced motion.

    Between two pages Chromium blends the one into the other, and cries when the window is resized meanwhile.
    """
    made = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="en-GB",
        timezone_id="Europe/Oslo",
        reduced_motion="reduce",
    )
    made.set_default_timeout(15_000)
    return made


def arrive(context: BrowserContext, install: Install) -> Visitor:
    """A visitor whose page writes down its problems; refusals of forms (4xx) are answers, not problems."""
    made = Visitor(context.new_page(), install.url)
    made.page.on(
        "console",
        lambda message: (
            made.problems.append(message.text)
            if message.type in {"error", "warning"} and "status of 4" not in message.text
            else None
        ),
    )
    made.page.on("pageerror", lambda error: made.problems.append(f"page error: {error}"))
    return made
