"""The main job in Chromium: each page on the way is checked by axe, at 1280 px and at 390 px."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.journeys.test_main_job import AMARA, CARD
from tests.support import factories
from tests.support.mailbox import link_in_mail

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
SCREENSHOTS = Path("var/screenshots/journey")


def _look(person: Visitor, name: str) -> None:
    """Check at both widths, and store a screenshot of each."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for size in (PHONE, LAPTOP):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check()
        person.page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}.png", full_page=True)


def _enrol_and_pay(amara: Visitor) -> None:
    page = amara.page
    amara.visit("/")
    _look(amara, "home")
    amara.visit("/programs/power-networking")
    _look(amara, "programme")
    form = page.locator("#enrol form")
    form.get_by_label("Your name").fill("Amara Nwosu")
    form.get_by_label("Email").fill(AMARA)
    form.get_by_role("button", name="Reserve my seat").click()
    expect(page.locator("main")).to_have_attribute("data-state", "held")
    _look(amara, "held")
    page.get_by_role("button", name="Go to payment").click()
    page.get_by_label("Card number").fill(CARD["card_number"])
    page.get_by_label("Expiry").fill(CARD["expiry"])
    page.get_by_label("CVC").fill(CARD["cvc"])
    page.get_by_label("Name", exact=False).first.fill("Amara Nwosu")
    page.get_by_role("button", name="Pay").click()
    expect(page.locator("main")).to_have_attribute("data-state", "enrolled")
    _look(amara, "enrolled")


def _open_notebook(amara: Visitor, install: Install) -> None:
    page = amara.page
    page.goto(link_in_mail(install.app, AMARA, "/welcome/"))
    _look(amara, "welcome")
    page.get_by_role("button", name="Yes, this is me").click()
    expect(page.get_by_role("heading", name="Welcome, Amara Nwosu")).to_be_visible()
    _look(amara, "my-programme")
    page.get_by_role("button", name="Open your notebook").click()
    page.wait_for_url("**/today")
    _look(amara, "today-empty")


def _meet_somebody(amara: Visitor) -> None:
    page = amara.page
    amara.visit("/people/new")
    _look(amara, "new-person")
    page.get_by_label("Who did you meet?").fill("Tomáš Dvořák")
    page.get_by_label("Where you met").fill("Energy Forum, Oslo")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Tomáš Dvořák")).to_be_visible()
    page.get_by_placeholder("What did you talk about?").fill("We spoke about timber roofs.")
    page.get_by_label("Yes, or we spoke").check()
    page.locator("form[action$='/interactions']").get_by_role("button").click()
    expect(page.get_by_text("We spoke about timber roofs.").first).to_be_visible()
    page.get_by_text("Set a follow-up").click()
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    follow_up = page.locator("form[action$='/follow-ups']").last
    follow_up.get_by_label("Which day?").fill(soon.isoformat())
    follow_up.locator("[name=reason]").fill("Send the timber paper")
    follow_up.get_by_role("button").click()
    expect(page.get_by_text("Send the timber paper").first).to_be_visible()
    _look(amara, "person")
    amara.visit("/people")
    _look(amara, "people")


def _check_in(amara: Visitor) -> None:
    amara.visit("/week")
    _look(amara, "week")
    amara.page.locator("form textarea").first.fill("I wrote to Tomáš the next day.")
    amara.page.get_by_role("button", name="Send to").click()
    expect(amara.page.get_by_text("you get an email then")).to_be_visible()
    _look(amara, "week-sent")


def _review(ines: Visitor, install: Install) -> None:
    page = ines.page
    ines.visit("/sign-in")
    _look(ines, "sign-in")
    password = page.locator("form", has=page.get_by_label("Password"))
    password.get_by_label("Email").fill("ines@example.org")
    password.get_by_label("Password").fill(factories.PASSWORD)
    password.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    _look(ines, "second-step")
    with install.app.app_context():
        code = factories.code_of("ines@example.org")
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/review")
    _look(ines, "review-queue")
    page.get_by_role("link", name="Amara Nwosu").first.click()
    _look(ines, "review-week")
    page.locator("form[action$='/reviews'] textarea").fill("Two minutes, then half an hour.")
    page.locator("form[action$='/reviews']").get_by_role("button").click()
    expect(page.get_by_text("Your answer was sent to Amara Nwosu.")).to_be_visible()
    ines.visit("/mentees")
    _look(ines, "mentees")


def _keep_the_line(ines: Visitor) -> None:
    ines.visit("/practice/cohorts")
    _look(ines, "cohorts")
    ines.submit_form("Spring circle")
    _look(ines, "line")
    ines.submit_form("Review the cancellation")
    _look(ines, "cancel-cohort")
    ines.submit_form("Spring circle")
    ines.submit_form("Amara Nwosu")
    ines.page.get_by_text("Refund some or all of it").click()
    ines.page.locator("details").last.locator("summary").click()
    _look(ines, "applicant")


def _think_of_leaving(amara: Visitor) -> None:
    amara.visit("/my-program")
    amara.submit_form("Give up this seat")
    _look(amara, "withdraw")
    amara.submit_form("Keep my seat")
    expect(amara.page.get_by_role("heading", name="Seat 1 is yours")).to_be_visible()


@pytest.mark.usefixtures("install")
def test_from_the_first_page_to_the_mentors_answer(
    visitor: Visitor, install: Install, browser: Browser
) -> None:
    with install.app.app_context():
        factories.scene(seats=2)
    _enrol_and_pay(visitor)
    _open_notebook(visitor, install)
    _meet_somebody(visitor)
    _check_in(visitor)
    mentor = new_person(browser)
    ines = arrive(mentor, install)
    _review(ines, install)
    _keep_the_line(ines)
    mentor.close()
    _think_of_leaving(visitor)
    visitor.visit("/today")
    expect(visitor.page.get_by_text("Two minutes, then half an hour.")).to_be_visible()
    _look(visitor, "today")
