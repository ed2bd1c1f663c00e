"""Tags in Chromium: put on, looked for, given one sight, renamed; every page checked by axe, at 390 and 1280 px."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Install, Visitor
from tests.support import factories, notebooks

SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
LONG = "W" * 40  # the longest word that a tag can be


def check_accessibility(person: Visitor) -> None:
    """Check at both widths."""
    for size in SIZES:
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check()


def put_on(visitor: Visitor, typed: str) -> None:
    """Send these tags from the person's page."""
    visitor.page.get_by_label("Add a tag").fill(typed)
    visitor.page.get_by_role("button", name="Tag", exact=True).click()


def narrow(visitor: Visitor, label: str, option: str) -> None:
    """Ask the list for one tag more."""
    visitor.page.get_by_label(label, exact=True).select_option(option)
    visitor.page.get_by_role("button", name="Show").click()


def sign_in(visitor: Visitor) -> None:
    """By password."""
    visitor.visit("/sign-in")
    form = visitor.page.locator("form", has=visitor.page.get_by_label("Password"))
    form.get_by_label("Email").fill(notebooks.EMAIL)
    form.get_by_label("Password").fill(factories.PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    visitor.page.wait_for_url("**/today")


@pytest.fixture
def person(visitor: Visitor, install: Install) -> str:
    """The public id of Tomáš in the notebook of Amara, who is signed in; Zeynep is in it, too."""
    with install.app.app_context():
        amara = notebooks.notebook()
        notebooks.person(amara, "Zeynep Aydoğan")
        public_id = notebooks.person(amara, "Tomáš Dvořák")
    sign_in(visitor)
    return public_id


def test_somebody_is_tagged_and_found_by_two_tags(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit("/tags")
    check_accessibility(visitor)
    visitor.visit(f"/people/{person}")
    put_on(visitor, f"choir, advice, {LONG}")
    expect(page.get_by_text(f"Tagged: choir, advice, {LONG}.")).to_be_visible()
    check_accessibility(visitor)
    put_on(visitor, f"{LONG}W")
    expect(page.locator(".errors")).to_contain_text("is too long; 40 characters at most.")
    check_accessibility(visitor)
    visitor.visit("/people")
    narrow(visitor, "Tag", "choir (1)")
    narrow(visitor, "Also tagged", f"{LONG} (1)")
    expect(page.get_by_role("link", name="Tomáš Dvořák", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Zeynep Aydoğan", exact=True)).to_have_count(0)
    page.get_by_text("Tag this person").click()
    check_accessibility(visitor)
    page.get_by_label("Tags, with commas between").fill("choir")
    page.get_by_role("button", name="Remove tags").click()
    expect(page.get_by_text("Removed from 1 person.")).to_be_visible()
    expect(page.get_by_text("Nobody has all of these tags at once.")).to_be_visible()


def test_all_of_a_tag_are_shown_and_two_tags_become_one(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit(f"/people/{person}")
    put_on(visitor, f"choir, {LONG}")
    visitor.visit("/tags")
    check_accessibility(visitor)
    page.locator("a[href*='whom=']").first.click()
    expect(page.get_by_label("For which people").locator("option:checked")).to_contain_text(
        "“choir”"
    )
    check_accessibility(visitor)
    page.get_by_label("Name and company too").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 person by name and company")).to_be_visible()
    visitor.visit("/tags")
    page.locator("a[href^='/tags/']").last.click()
    page.get_by_label("Name", exact=True).fill("Choir")
    page.get_by_role("region", name="Rename the tag").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="You have “choir” already")).to_be_visible()
    check_accessibility(visitor)
    page.get_by_role("button", name="Merge the tags").click()
    expect(page.get_by_text("The two tags are merged.")).to_be_visible()
    expect(page.get_by_text(LONG)).to_have_count(0)
