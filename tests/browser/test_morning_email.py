"""The morning email's two taps in Chromium, signed out: done with a line, later, and taken back; checked by axe."""

import pytest
from playwright.sync_api import expect

from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.periodic import send_mornings
from tests.browser.conftest import Install, Visitor
from tests.browser.test_tags import check_accessibility
from tests.support import notebooks
from tests.support.mornings import at, due, only


@pytest.mark.wish(2)
def test_the_digests_two_taps(visitor: Visitor, install: Install) -> None:
    with install.app.app_context():
        amara = notebooks.notebook()
        jana = notebooks.person(amara, "Jana Nováková")
        schedule_follow_up(
            jana, viewer=amara, due_on=notebooks.today(), reason="Ask about the choir"
        )
        due(amara, "Tomáš Dvořák")
        at(8)
        send_mornings()
        first, second = only()["people"]
    page = visitor.page
    page.goto(first["done"])
    expect(page.get_by_role("heading", name="Jana Nováková")).to_be_visible()
    check_accessibility(visitor)
    page.get_by_label("What was said?").fill("She sings again")
    page.get_by_text("Yes, or we spoke").click()
    visitor.submit_form("Done")
    expect(page.get_by_text("it stands in your history")).to_be_visible()
    check_accessibility(visitor)
    page.goto(second["later"])
    check_accessibility(visitor)
    visitor.submit_form("In three days")
    expect(page.get_by_role("heading", name="Later, then")).to_be_visible()
    with install.app.app_context():
        assert "She sings again" in {one.note for one in notebooks.stored(Interaction)}
        waits = {one.name: one.snoozed_until for one in notebooks.stored(Person)}
        assert waits["Tomáš Dvořák"] == notebooks.ago(-3)
    visitor.submit_form("Undo")
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.goto(first["done"])
    expect(page.get_by_role("heading", name="Nothing left to do here")).to_be_visible()
    check_accessibility(visitor)
