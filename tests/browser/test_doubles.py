"""Two who are one, in Chromium: found, compared, merged, undone, dismissed; every page checked by axe."""

import re

import pytest
from playwright.sync_api import expect

from mentorhub.workspace.actions.doubles import find_doubles
from mentorhub.workspace.models.workspaces import Workspace
from tests.browser.conftest import Install, Visitor
from tests.browser.test_correcting import look
from tests.browser.test_tags import sign_in
from tests.support import merging, notebooks


def two_pairs(install: Install) -> None:
    """Found in the notebook of Amara, also where the install's worker looked before all were written."""
    with install.app.app_context():
        amara = notebooks.notebook()
        merging.two(amara)
        notebooks.person(amara, "Zuzana Malá", email="zm@example.org", company="Bakery")
        notebooks.person(amara, "Zuzka Malá", company="Bakery")
        for notebook in notebooks.stored(Workspace):
            find_doubles(notebook.id)


@pytest.mark.wish(3)
def test_a_pair_is_found_compared_merged_undone_and_dismissed(
    visitor: Visitor, install: Install
) -> None:
    two_pairs(install)
    sign_in(visitor)
    page = visitor.page
    page.goto(f"{install.url}/people")
    page.get_by_role("link", name="2 possible doubles").click()
    expect(page.get_by_role("heading", name="2 pairs may be one person each")).to_be_visible()
    look(visitor, "doubles")
    page.get_by_role("link", name=re.compile("Compare.*Jana Novák")).click()
    look(visitor, "compare")
    page.get_by_role("radio", name="Jana Nováková").check()
    page.get_by_role("checkbox", name="Cats").uncheck()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_role("heading", name="Jana Nováková", level=1)).to_be_visible()
    expect(page.get_by_text("They are one person now.")).to_be_visible()
    look(visitor, "merged")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("They are two people again.")).to_be_visible()
    expect(page.get_by_role("heading", name="Jana Novák", level=1)).to_be_visible()
    page.get_by_role("link", name="Same person as …").click()
    look(visitor, "choose")
    page.goto(f"{install.url}/people/doubles")
    page.get_by_role("button", name=re.compile("These are two people.*Jana Novák")).click()
    expect(page.get_by_role("heading", name="One pair may be one person")).to_be_visible()
    page.get_by_text("1 pair of whom you said: two people").click()
    look(visitor, "dismissed")
    page.goto(f"{install.url}/people/new")
    page.get_by_label("Who did you meet?").fill("Jana Novak")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="You have a Jana Novák")).to_be_visible()
    look(visitor, "typed-again")
    page.get_by_role("button", name="Save as another person").click()
    expect(page.get_by_role("heading", name="Jana Novak", level=1)).to_be_visible()
