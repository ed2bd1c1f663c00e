"""Refused forms in Chromium: the summary has the focus, with scripts, without, and where only a part was swapped."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Install, Visitor, arrive
from tests.support import factories, notebooks


def _send(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_without_scripts_the_summary_has_the_focus(browser: Browser, install: Install) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    try:
        person = arrive(context, install)
        person.visit("/sign-up")
        _send(person.page, "Create my account")
        expect(person.page.locator(".errors")).to_be_focused()
        expect(person.page).to_have_title("Error: Sign up – MentorHub")
    finally:
        context.close()


def test_a_form_far_down_is_led_to_and_its_links_lead_on(
    visitor: Visitor, install: Install
) -> None:
    with install.app.app_context():
        scene = factories.scene()
    page = visitor.page
    visitor.visit(f"/programs/{scene.slug}")
    _send(page, "Send to Ines")
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_be_in_viewport()
    visitor.check()
    page.get_by_role("link", name="Please write your message.").click()
    expect(page.get_by_label("What would you like to ask?")).to_be_focused()
    expect(page.locator("label[for=inquiry-message]")).to_be_in_viewport()
    page.goto(
        f"{visitor.home}/programs/{scene.slug}/inquiries"
    )  # the form's own address, opened again
    expect(page).to_have_url(f"{visitor.home}/programs/{scene.slug}")


def test_what_was_swapped_in_has_the_focus_too(visitor: Visitor, install: Install) -> None:
    with install.app.app_context():
        person_id = notebooks.person(notebooks.notebook())
    page = visitor.page
    visitor.visit("/sign-in")
    page.get_by_label("Email").fill(notebooks.EMAIL)
    page.get_by_label("Password").fill(factories.PASSWORD)
    _send(page, "Sign in")
    page.wait_for_url(lambda url: "sign-in" not in url)
    visitor.visit(f"/people/{person_id}")
    page.get_by_text("Add a promise").click()
    form = page.locator("form", has=page.get_by_label("What did you say you would do?"))
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_be_in_viewport()
    expect(page).to_have_title(re.compile("^Error: "))
    visitor.check()
