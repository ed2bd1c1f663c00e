"""A file brought in and taken back in Chromium; every page checked by axe, at 390 and 1280 px."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from mentorhub.workspace.periodic import run_imports
from tests.browser.conftest import Install, Visitor
from tests.browser.test_correcting import look
from tests.browser.test_tags import sign_in
from tests.support import importing, notebooks


def work_off(install: Install, visitor: Visitor) -> None:
    """What the worker does every five seconds."""
    with install.app.app_context():
        while run_imports():
            pass
    visitor.page.reload()


@pytest.mark.wish(5)
def test_a_file_is_looked_at_taken_in_and_taken_back(
    visitor: Visitor, install: Install, tmp_path: Path
) -> None:
    with install.app.app_context():
        notebooks.person(notebooks.notebook(), "Ada Byron")
    file = tmp_path / "Connections.csv"
    file.write_bytes(importing.linkedin("Petra Novák", "Claire Aubert", "Ada Byron"))
    sign_in(visitor)
    page = visitor.page
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Bring people in").click()
    look(visitor, "imports")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="3 people in this file")).to_be_visible()
    look(visitor, "preview")
    page.get_by_label("What to do with Claire Aubert").select_option("skip")
    page.get_by_role("button", name="Save these choices").click()
    page.get_by_role("button", name="Take").click()
    work_off(install, visitor)
    expect(page.get_by_role("link", name="See your people")).to_be_visible()
    look(visitor, "report")
    page.get_by_role("link", name="See your people").click()
    expect(page.get_by_role("link", name="Petra Novák", exact=True)).to_be_visible()
    expect(page.get_by_text("Claire Aubert")).to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="Take all of it back").click()
    work_off(install, visitor)
    look(visitor, "taken-back")
    page.goto(f"{install.url}/people")
    expect(page.get_by_text("Petra Novák")).to_have_count(0)
    expect(page.get_by_role("link", name="Ada Byron", exact=True)).to_be_visible()
