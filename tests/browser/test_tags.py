"""Tags in Chromium: put on, looked for, given one sight, renamed; every page looked at by axe, at 390 and 1280 px."""

import pytest
from playwright.sync_api import expect

from tests import scenes
from tests.browser.conftest import House, Visitor
from tests.workspace import notebooks

SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
LONG = "W" * 40  # the longest word that a tag can be


def look(person: Visitor) -> None:
    """Check at both widths."""
    for size in SIZES:
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check()


@pytest.mark.usefixtures("house")
def test_somebody_is_tagged_found_by_it_and_shown_by_it(visitor: Visitor, house: House) -> None:
    with house.app.app_context():
        amara = notebooks.notebook()
        tomas = notebooks.person(amara, "Tomáš Dvořák")
        notebooks.person(amara, "Zeynep Aydoğan")
    page = visitor.page
    visitor.visit("/sign-in")
    form = page.locator("form", has=page.get_by_label("Password"))
    form.get_by_label("E-mail").fill(notebooks.EMAIL)
    form.get_by_label("Password").fill(scenes.PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    visitor.visit("/tags")
    look(visitor)
    visitor.visit(f"/people/{tomas}")
    page.get_by_label("Add a tag").fill(f"choir, advice, {LONG}")
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page.get_by_text(f"Tagged: choir, advice, {LONG}.")).to_be_visible()
    look(visitor)
    page.get_by_label("Add a tag").fill(f"{LONG}W")
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page.get_by_text("is too long; 40 letters at most.")).to_be_visible()
    look(visitor)
    visitor.visit("/people")
    page.get_by_label("Tag", exact=True).select_option("choir (1)")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Also tagged").select_option(f"{LONG} (1)")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Tomáš Dvořák", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Zeynep Aydoğan", exact=True)).to_have_count(0)
    look(visitor)
    visitor.visit("/tags")
    look(visitor)
    page.locator("a[href*='whom=']").first.click()
    expect(page.get_by_label("For whom")).to_have_value(
        "tag:" + page.url.partition("tag:")[2].partition("#")[0]
    )
    look(visitor)
    page.get_by_label("Name and company too").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("1 person by name and company")).to_be_visible()
    visitor.visit("/tags")
    page.locator("a[href^='/tags/']").last.click()
    look(visitor)
    page.get_by_label("Name").fill("Choir")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("heading", name="You have “choir” already")).to_be_visible()
    look(visitor)
    page.get_by_role("button", name="Make them one").click()
    expect(page.get_by_text("The two are one now.")).to_be_visible()
    expect(page.get_by_text(LONG)).to_have_count(0)
