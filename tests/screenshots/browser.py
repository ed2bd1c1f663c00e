"""What screenshots are taken with: one person's browser, and where its pictures go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page

WIDTHS = {390: 844, 1280: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TIMEOUT = 15_000


@dataclass
class Photographer:
    """One person's browser, which takes the screenshots."""

    page: Page
    home: str
    out: Path
    role: str

    def visit(self, path: str, name: str = "") -> None:
        """Open a path; with a name, take its picture."""
        self.page.goto(self.home + path)
        if name:
            self.shoot(name)

    def submit_form(self, label: str, name: str = "") -> None:
        """Click the first button or link of this label; with a name, take a screenshot of the page it leads to."""
        button = self.page.get_by_role("button", name=label)
        self.click(button.or_(self.page.get_by_role("link", name=label)))
        if name:
            self.shoot(name)

    def follow(self, selector: str) -> None:
        """Press the first thing that is written so."""
        self.click(self.page.locator(selector))

    def click(self, what: Locator) -> None:
        """Click the first of these, and wait for the page it leads to."""
        what.first.click()
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, email: str, password: str) -> None:
        """Through the form, and with the code that the demo's mailbox shows where one is asked for."""
        self.visit("/sign-in")
        form = self.page.locator("form", has=self.page.get_by_label("Password"))
        form.get_by_label("Email").fill(email)
        form.get_by_label("Password").fill(password)
        self.click(form.get_by_role("button", name="Sign in"))
        if "/sign-in/factor" in self.page.url:
            self.shoot("second-step")
            self.visit("/demo/mailbox")
            code = self.page.locator("[data-code]").first.inner_text()
            self.visit("/sign-in/factor")
            self.page.get_by_label("Code from your app").fill(code)
            self.submit_form("Sign in")

    def shoot(self, name: str) -> None:
        """The whole page as it is now, at each width, light and dark."""
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme)
            for width, height in WIDTHS.items():
                self.page.set_viewport_size({"width": width, "height": height})
                # As tall as the page, so that what clings to the window's edge stands at its end.
                tall = self.page.evaluate("document.documentElement.scrollHeight")
                self.page.set_viewport_size({"width": width, "height": tall})
                file = self.out / f"{self.role}-{name}-{width}-{theme}.png"
                self.page.screenshot(path=file, animations="disabled")
        self.page.emulate_media(color_scheme="light")


@dataclass(frozen=True)
class Studio:
    """A browser, the demo's address, where pictures go, and the address of the stand-in Stripe's panel."""

    browser: Browser
    home: str
    out: Path
    panel: str = ""

    @contextmanager
    def script(self, role: str) -> Iterator[Photographer]:
        """A fresh browser profile in Oslo."""
        context = self.browser.new_context(locale="en-GB", timezone_id="Europe/Oslo")
        context.set_default_timeout(TIMEOUT)
        try:
            yield Photographer(context.new_page(), self.home, self.out, role)
        finally:
            context.close()
