"""Finding somebody in Chromium by keyboard alone: "/", a word with a typo, to the hit, in; axe at both widths."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import check_accessibility, sign_in
from tests.support import notebooks


@pytest.fixture
def petra(visitor: Visitor, install: Install) -> str:
    """The public id of Petra in the notebook of Amara, who is signed in and knows others, too."""
    with install.app.app_context():
        amara = notebooks.notebook()
        for name in ("Zeynep Aydoğan", "Omar Haddad"):
            notebooks.person(amara, name)
        petra = notebooks.person(amara, "Petra Nováková", occasion="Timber Days", company="Dřevo")
        notebooks.talked(amara, petra, 3, note="She restores walnut tables in a mill by the river")
    sign_in(visitor)
    return petra


@pytest.mark.wish(20)
def test_somebody_is_found_by_keyboard_with_a_typo(visitor: Visitor, petra: str) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("walnutt / tables")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?q=*")
    expect(page.locator("mark").first).to_have_text("walnut")
    check_accessibility(visitor)
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Petra"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{petra}")


def test_a_search_is_saved_opened_and_deleted(visitor: Visitor, petra: str) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("/")
    page.wait_for_url("**/people")
    page.keyboard.press("/")
    page.keyboard.type("river")
    page.keyboard.press("Enter")
    page.get_by_text("Save this search").click()
    page.get_by_label("A name for this search").fill("By the river")
    page.get_by_role("button", name="Save", exact=True).click()
    visitor.visit("/people")
    page.get_by_role("link", name="By the river").click()
    expect(page.get_by_role("link", name="Petra Nováková", exact=True)).to_be_visible()
    visitor.visit("/searches")
    check_accessibility(visitor)
    page.get_by_role("link", name="Change").click()
    check_accessibility(visitor)
    page.get_by_role("button", name="Delete this search").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("“By the river” is saved.")).to_be_visible()


def test_the_key_can_be_turned_off_in_this_browser(visitor: Visitor, petra: str) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 900})
    visitor.visit("/notebook")
    check_accessibility(visitor)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("switch", name="The key / leads").uncheck()
    visitor.visit("/today")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
