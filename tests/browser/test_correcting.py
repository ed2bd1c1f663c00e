"""Correcting, undoing, deleting and restoring in Chromium; every page checked by axe, at 390 and 1280 px."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Kind
from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import SIZES, check_accessibility, sign_in
from tests.support import notebooks

PICTURES = os.environ.get("PICTURES", "")  # where to put what was seen, for a reader to look at


@pytest.fixture
def person(visitor: Visitor, install: Install) -> str:
    """The public id of Tomáš in the notebook of Amara, who is signed in; there are two called Zeynep."""
    with install.app.app_context():
        amara = notebooks.notebook()
        zeynep = notebooks.person(amara, "Zeynep Aydoğan", company="Weaving mill")
        notebooks.person(amara, "Zeynep Aydoğan", headline="Banker")
        tomas = notebooks.person(
            amara,
            "Tomáš Dvořák",
            headline="Carpenter",
            occasion="The trade evening",
            met_on=notebooks.ago(40),
            note="We stood at table six.",
            email="tomas@example.org",
        )
        notebooks.talked(
            amara,
            tomas,
            9,
            kind=Kind.CALL,
            beside=[zeynep],
            note="The roof of the mill leaks.",
            note_about="He was tired.",
            favour=Favour(Direction.GAVE, "The name of a roofer"),
        )
        notebooks.talked(amara, tomas, 4, kind=Kind.EMAIL, is_two_way=False, note="Sent the plan")
        add_promise(tomas, viewer=amara, what="Send the paper", due_on=notebooks.today())
        schedule_follow_up(
            tomas, viewer=amara, due_on=notebooks.today(), reason="Ask about the roof"
        )
    sign_in(visitor)
    return tomas


def look(visitor: Visitor, name: str) -> None:
    """Check the page, and keep a picture of it in each size and scheme, where somebody asked for them."""
    check_accessibility(visitor)
    if not PICTURES:
        return
    for size in SIZES:
        for scheme in ("light", "dark"):
            visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
            visitor.page.emulate_media(color_scheme=scheme)
            to = Path(PICTURES) / f"{name}-{size['width']}-{scheme}.png"
            visitor.page.screenshot(path=to, full_page=True)
    visitor.page.emulate_media(color_scheme="light")


def test_what_was_done_by_a_slip_on_today_is_undone(visitor: Visitor, person: str) -> None:
    page = visitor.page
    page.locator("li.person").get_by_role("button", name="Done").click()
    expect(page.get_by_text("Done.", exact=True)).to_be_visible()
    look(visitor, "today-undo")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.get_by_role("link", name="Done, with a note").click()
    look(visitor, "completion")
    page.get_by_label("What was said?").fill("The roofer comes on Monday")
    page.get_by_label("Call", exact=True).check()
    page.get_by_label("Yes, or we spoke").check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Done, and it stands in the history.")).to_be_visible()
    visitor.visit(f"/people/{person}")
    expect(page.get_by_text("The roofer comes on Monday")).to_be_visible()


def test_a_conversation_is_logged_with_several_and_corrected(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit("/conversations/new")
    page.get_by_label("Name 1").fill("Tomáš Dvořák")
    page.get_by_label("Name 2").fill("zeynep aydogan")
    page.get_by_label("Name 3").fill("Jana Nová")
    page.get_by_label("What did you talk about?").fill("Looms")
    page.get_by_label("Yes, or we spoke").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You know several people called zeynep aydogan.").first).to_be_visible()
    look(visitor, "asked-back")
    page.get_by_label("Which zeynep aydogan?").select_option(index=1)
    page.get_by_label("Add Jana Nová to your notebook").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Jana Nová")).to_be_visible()
    look(visitor, "person")
    page.get_by_role("link", name="Change", exact=False).filter(has_text="Change").nth(2).click()
    look(visitor, "conversation")


def test_somebody_is_deleted_restored_and_erased(visitor: Visitor, person: str) -> None:
    page = visitor.page
    visitor.visit(f"/people/{person}")
    page.get_by_role("link", name="Delete").click()
    look(visitor, "deletion")
    page.get_by_role("button", name="Delete Tomáš Dvořák").click()
    expect(page.get_by_text("Deleted. It stays in the bin for 30 days.")).to_be_visible()
    expect(page.get_by_role("link", name="Tomáš Dvořák")).to_have_count(0)
    look(visitor, "people-undo")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Tomáš Dvořák")).to_be_visible()
    visitor.visit(f"/people/{person}/deletion")
    page.get_by_role("button", name="Delete Tomáš Dvořák").click()
    visitor.visit("/bin")
    look(visitor, "bin")
    page.get_by_text("Erase now").first.click()
    page.get_by_role("button", name="Erase for good").first.click()
    expect(page.get_by_text("The bin is empty")).to_be_visible()
    look(visitor, "bin-empty")


def test_all_conversations_are_read_in_one_place(visitor: Visitor, person: str) -> None:
    visitor.visit("/conversations")
    expect(visitor.page.get_by_text("The roof of the mill leaks.")).to_be_visible()
    look(visitor, "conversations")


def test_an_occasion_is_seen_with_its_people(visitor: Visitor, person: str) -> None:
    visitor.visit(f"/people/{person}")
    visitor.page.get_by_role("link", name="The trade evening").click()
    look(visitor, "occasion")
