"""Signing up in Chromium: confirmed by a link, opened elsewhere by another; one device ends the other."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.browser.test_factors import check_accessibility
from tests.support.account_emails import mails

TUVA, PASSWORD = "tuva@example.org", "four words without relation"


def _mail(install: Install, kind: str) -> str:
    """The path of the newest mail's link."""
    written = mails(install.app, kind)[-1].text_body
    link = next(word for word in written.split() if word.startswith(f"{install.url}/"))
    return link.removeprefix(install.url)


def _mailed_in(person: Visitor, install: Install) -> None:
    """By a link, without a password."""
    person.visit("/sign-in?next=/account/devices")
    form = person.page.locator("form", has=person.page.get_by_label("Password"))
    form.get_by_label("Email").fill(TUVA)
    person.submit_form("Email me a link")
    expect(person.page.get_by_role("heading", name="Check your inbox")).to_be_visible()
    check_accessibility(person)
    person.visit(_mail(install, "accounts.sign_in_link"))
    check_accessibility(person)
    person.submit_form("Sign in")
    person.page.wait_for_url("**/account/devices")


def test_signing_up_leads_to_an_account_and_its_devices(
    visitor: Visitor, browser: Browser, install: Install
) -> None:
    visitor.visit("/sign-up")
    visitor.submit_form("Create my account")
    expect(visitor.page.locator(".errors")).to_contain_text("Please give your email address.")
    check_accessibility(visitor)
    visitor.page.get_by_label("Your name").fill("Tuva Dahl")
    visitor.page.get_by_label("Email").fill(TUVA)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.submit_form("Create my account")
    expect(visitor.page.get_by_role("heading", name="Check your inbox")).to_be_visible()
    check_accessibility(visitor)
    visitor.visit(_mail(install, "accounts.sign_up"))
    check_accessibility(visitor)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.submit_form("Confirm and sign in")
    expect(visitor.page.get_by_text("Tuva Dahl").first).to_be_attached()
    visitor.visit("/account/devices")
    expect(visitor.page.get_by_text("Nowhere else.")).to_be_visible()
    check_accessibility(visitor)
    context = new_person(browser)
    other = arrive(context, install)
    _mailed_in(other, install)
    check_accessibility(other)
    other.submit_form("Sign out everywhere else")
    expect(other.page.get_by_text("Nowhere else.")).to_be_visible()
    visitor.visit("/account/devices")
    expect(visitor.page.get_by_role("heading", name="Good to see you again")).to_be_visible()
    context.close()
