"""A name that several people have is asked back about; ids that were not offered mean nobody."""

import re
from typing import Any

from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser


def test_a_name_of_several_is_asked_back_with_what_tells_them_apart(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        mill = notebooks.person(browser.viewer, "Zeynep", company="Mill", occasion="The fair")
        bank = notebooks.person(browser.viewer, "Zeynep", headline="Banker")
        other = notebooks.notebook("other@example.org", "Other")
        theirs = notebooks.person(other, "Zeynep")
    sent = {"note": "Looms", "is_two_way": "yes", "others": "zeynep"}
    asked = browser.post(f"{browser.url}/interactions", **sent)
    assert asked.status_code == 422
    assert "You know several people called zeynep. Choose who." in asked.text
    assert "Zeynep, Mill, The fair, added" in asked.text and "Zeynep, Banker, added" in asked.text
    assert theirs not in asked.text
    for who in ("", theirs, browser.person_id):
        assert browser.post(f"{browser.url}/interactions", **sent, who=who).status_code == 422
    again = browser.post(f"{browser.url}/interactions", **sent, who=bank, kind="smoke")
    assert re.search(rf'<option value="{bank}" selected>', again.text)
    assert browser.post(f"{browser.url}/interactions", **sent, who=bank).status_code == 303
    (entry,) = browser.page().timeline
    assert [one.public_id for one in entry.others] == [bank] != [mill]


def test_the_person_themselves_is_named_once(browser: NotebookBrowser) -> None:
    sent: dict[str, Any] = {"note": "Looms", "is_two_way": "yes"}
    sent["others"] = ["Tomáš Dvořák", "tomáš dvořák"]
    assert browser.post(f"{browser.url}/interactions", **sent).status_code == 303
    (entry,) = browser.page().timeline
    assert entry.others == []
