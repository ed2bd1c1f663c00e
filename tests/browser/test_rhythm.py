"""Rhythm in Chromium: wait, take it back, choose an interval, pause and end it; checked by axe at 390 and 1280 px."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import check_accessibility, sign_in
from tests.support import notebooks


@pytest.fixture
def person(visitor: Visitor, install: Install) -> str:
    """The public id of Tomáš, long due and twice not answered, in the notebook of Amara, who is signed in."""
    with install.app.app_context():
        amara = notebooks.notebook()
        public_id = notebooks.person(amara, "Tomáš Dvořák")
        notebooks.talked(amara, public_id, 200, note="The roof of the mill")
        for days in (150, 140):
            notebooks.talked(amara, public_id, days, is_two_way=False)
    sign_in(visitor)
    return public_id


def test_one_waits_with_somebody_and_takes_it_back_by_keyboard(
    visitor: Visitor, person: str
) -> None:
    page = visitor.page
    expect(page.get_by_text("“The roof of the mill”")).to_be_visible()
    later = page.locator("summary", has_text="Later").first
    check_accessibility(visitor)
    later.press("Enter")
    expect(page.get_by_role("button", name="Next week")).to_be_visible()
    page.get_by_role("button", name="Next month").press("Enter")
    expect(page.get_by_text("nothing asks you to write.")).to_be_visible()
    page.locator("summary", has_text="Waiting until later").press("Enter")
    check_accessibility(visitor)
    page.get_by_role("button", name="Wait no longer").press("Enter")
    expect(page.get_by_role("link", name="Tomáš Dvořák", exact=True)).to_be_visible()


def test_an_interval_is_chosen_and_a_rest_is_offered(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit(f"/people/{person}")
    expect(page.get_by_text("2 tries in a row had no answer")).to_be_visible()
    page.locator("#rhythm summary").first.click()
    page.get_by_label("Exactly, in days").fill("0")
    page.locator("#rhythm").get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_contain_text("Please give a number from 1 to 1826.")
    check_accessibility(visitor)
    page.get_by_label("Exactly, in days").fill("45")
    page.locator("#rhythm").get_by_role("button", name="Save").click()
    expect(page.locator("#rhythm")).to_contain_text("Every 45 days, chosen for this person")
    page.get_by_role("button", name="Let it rest").click()
    expect(page.get_by_text("The stage is now “Resting”.")).to_be_visible()


def test_the_notebook_is_paused_and_opened_again(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit("/rhythm")
    check_accessibility(visitor)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Your notebook rests until you end the pause.")).to_be_visible()
    check_accessibility(visitor)
    visitor.visit("/today")
    expect(page.get_by_role("heading", name="Your notebook rests")).to_be_visible()
    check_accessibility(visitor)
    page.get_by_role("link", name="Change or end the pause").click()
    page.get_by_role("link", name="Change its days").click()
    first = dt.date.fromisoformat(page.get_by_label("First day").input_value())
    page.get_by_label("Last day").fill((first + dt.timedelta(days=9)).isoformat())
    check_accessibility(visitor)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="End the pause now").click()
    expect(page.get_by_text("Welcome back.")).to_be_visible()
    visitor.visit("/notebook")
    check_accessibility(visitor)
