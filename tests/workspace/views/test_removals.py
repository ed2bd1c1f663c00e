"""Somebody asked to be removed, through the page's own form."""

from tests.support import notebooks
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser


def test_remove_person_erases_at_once_and_says_so_kindly_when_they_are_typed_again(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        gone = notebooks.person(browser.viewer, "Jana Nová", email="jana@example.org")
    url = f"/people/{gone}/deletion"
    assert "cannot be restored" in browser.client.get(url).text
    answer = browser.post(f"/people/{gone}/removal", page=url)
    assert (answer.status_code, answer.location) == (303, "/people")
    assert browser.names() == ["Tomáš Dvořák"]
    page = browser.client.get("/bin").text
    assert "1 person asked to be removed" in page and "Jana" not in page
    typed = submit(
        browser.client, "/people", page="/people/new", name="J. Nová", email="Jana@example.org"
    )
    assert "asked on" in browser.client.get(typed.location).text
    typed = submit(browser.client, "/people", page="/people/new", name="Another Jana")
    assert "asked on" not in browser.client.get(typed.location).text
    for is_news in (True, False):
        details = f"{typed.location}/details"
        sent = {"name": "Another Jana", "emails-0-value": "jana@example.org", "tier": "active"}
        assert submit(browser.client, details, page=details, **sent).status_code == 303
        assert ("asked on" in browser.client.get(typed.location).text) is is_news
