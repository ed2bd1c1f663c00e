"""A person's sheet: facts, what is next and the last ten conversations on one page, for nobody else."""

from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, notebooks
from tests.support.notebook_browsers import NotebookBrowser


def test_show_sheet_holds_facts_next_and_the_last_ten_conversations(
    browser: NotebookBrowser,
) -> None:
    browser.planned()
    browser.promised()
    with browser.app.app_context():
        for days in range(1, 13):
            notebooks.talked(
                browser.viewer, browser.person_id, days, kind=Kind.CALL, note=f"said {days:02}"
            )
    page = browser.page()
    text = browser.client.get(f"{browser.url}/sheet").text
    assert page.person.name in text and "Ask about the roof" in text
    assert page.promises[0].what in text
    said = [f"said {days:02}" for days in range(1, 13)]
    assert [words for words in said if words in text] == said[:10]
    assert f'href="{browser.url}/sheet"' in browser.client.get(browser.url).text


def test_show_sheet_of_somebody_just_added_says_that_nothing_is_there_yet(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        zoe = notebooks.person(browser.viewer, "Zoë")
    text = browser.client.get(f"/people/{zoe}/sheet").text
    assert "Zoë" in text and "Nothing yet." in text


def test_show_sheet_is_not_there_for_anybody_else(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        notebooks.notebook("bo@example.org", "Bo")
    other = browser.app.test_client()
    factories.sign_in(other, "bo@example.org")
    assert other.get(f"{browser.url}/sheet").status_code == 404
    assert browser.app.test_client().get(f"{browser.url}/sheet").status_code == 303
