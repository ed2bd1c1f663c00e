"""What a page fetches only when it is needed: htmx at the first reach for a form, a card at the moment it changes."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import sign_in
from tests.support import factories, notebooks

PERSON_NAME = "Tomáš Dvořák"
IS_SAME_DOCUMENT = "window.isSameDocument === true"


@pytest.fixture
def person(visitor: Visitor, install: Install) -> str:
    """The path of somebody in the notebook of Amara, who is signed in."""
    with install.app.app_context():
        public_id = notebooks.person(notebooks.notebook(), PERSON_NAME)
    sign_in(visitor)
    return f"/people/{public_id}"


def fetched(page: Page, name: str) -> int:
    """How many files of this name the page has asked for."""
    entries = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return sum(name in one for one in entries)


def _log(page: Page) -> None:
    page.locator("#log-note").fill("She knows the harbour master.")
    page.get_by_label("Yes, or we spoke").check()
    page.locator("#log").get_by_role("button").click()
    expect(page.locator(".entry.moment").first).to_contain_text("harbour master")


def test_reading_fetches_no_htmx_and_reaching_for_a_form_does(
    visitor: Visitor, person: str
) -> None:
    page = visitor.page
    visitor.visit(person)
    page.wait_for_load_state("networkidle")
    assert (fetched(page, "htmx"), fetched(page, "woff2")) == (0, 3)  # š, ř and á among the rest
    page.evaluate("window.isSameDocument = true")
    with page.expect_response(lambda answer: "htmx" in answer.url):
        page.locator("#log-note").focus()
    page.wait_for_function("document.querySelector('[data-htmx-powered]') !== null")
    _log(page)
    assert page.evaluate(IS_SAME_DOCUMENT)
    visitor.check()


def test_a_form_sent_before_htmx_has_come_leads_to_a_whole_page(
    visitor: Visitor, person: str
) -> None:
    page = visitor.page
    page.route("**/htmx*", lambda route: route.abort())
    visitor.visit(person)
    page.evaluate("window.isSameDocument = true")
    _log(page)
    assert not page.evaluate(IS_SAME_DOCUMENT)


def test_enrolment_opens_on_the_page_by_itself_and_what_was_typed_beside_it_stays(
    visitor: Visitor, install: Install
) -> None:
    page = visitor.page
    with install.app.app_context():
        factories.scene(opens_in=dt.timedelta(seconds=5))
    visitor.visit("/programs/power-networking")
    card = page.locator("#enrol")
    expect(card.get_by_label("Your name")).to_have_count(0)
    message = page.locator("#inquiry-message")
    message.fill("May I come by train?")
    expect(card.get_by_label("Your name")).to_be_visible(timeout=15_000)
    expect(message).to_have_value("May I come by train?")
    assert (fetched(page, "htmx"), visitor.problems) == (0, [])
    visitor.check()
