"""Closing an account and coming back in Chromium, on a phone and on a laptop, without an accessibility violation."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Install, Visitor
from tests.browser.test_factors import AMARA, check_accessibility, type_password
from tests.support import factories, notebooks


@pytest.fixture
def amara(visitor: Visitor, install: Install) -> Visitor:
    """A mentee with a seat and a notebook, signed in."""
    with install.app.app_context():
        viewer = notebooks.notebook(AMARA)
        notebooks.person(viewer, "Tomáš")
    type_password(visitor)
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    return visitor


def test_an_account_is_closed_and_restored(amara: Visitor) -> None:
    page = amara.page
    amara.visit("/account/email")
    amara.submit_form("Close your account")
    check_accessibility(amara)
    amara.submit_form("Close my account")
    expect(page.locator(".errors")).to_contain_text("Please type amara@example.org here")
    check_accessibility(amara)
    page.get_by_label("Your email address").fill(AMARA)
    amara.submit_form("Close my account")
    expect(page.get_by_text("Your account is being closed. Until")).to_be_visible()
    type_password(amara)
    expect(page.get_by_role("heading", name="Your account is being closed")).to_be_visible()
    amara.visit("/people")
    expect(page.get_by_text("It is all still here")).to_be_visible()
    check_accessibility(amara)
    amara.submit_form("Restore my account")
    expect(page.get_by_text("Welcome back.")).to_be_visible()
    amara.visit("/people")
    expect(page.get_by_role("link", name="Tomáš", exact=True)).to_be_visible()


def test_an_owner_alone_sees_what_comes_first(visitor: Visitor, install: Install) -> None:
    with install.app.app_context():
        practice_id, owner_id = factories.practice(mentor_email=AMARA)
        factories.program(practice_id, owner_id)
        type_password(visitor)
        visitor.page.get_by_label("Code from your app").fill(factories.code_of(AMARA))
    visitor.submit_form("Sign in")
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    visitor.visit("/account/closing")
    expect(visitor.page.get_by_text("has no other owner")).to_be_visible()
    check_accessibility(visitor)
