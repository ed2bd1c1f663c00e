"""Deleting, restoring and erasing, through the pages' own forms."""

from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser, plain, undo


def test_confirm_deletion_says_what_goes_and_delete_person_is_undone_by_one_button(
    browser: NotebookBrowser,
) -> None:
    browser.planned()
    browser.promised()
    browser.gave()
    with browser.app.app_context():
        zeynep = notebooks.person(browser.viewer, "Zeynep")
        notebooks.talked(browser.viewer, zeynep, 1, beside=[browser.person_id])
    assert f'href="{browser.url}/deletion"' in browser.client.get(browser.url).text
    page = plain(browser.client.get(f"{browser.url}/deletion").text)
    assert "2 conversations 1 of them was with others as well" in page
    for words in ("1 promise", "1 follow-up", "1 thing given or received", "30 days"):
        assert words in page
    answer = browser.post(f"{browser.url}/deletion", page=f"{browser.url}/deletion")
    assert (answer.status_code, answer.location) == (303, "/people")
    assert browser.names() == ["Zeynep"]
    assert undo(browser, "/people") == browser.url
    assert len(browser.page().timeline) == 2


def test_list_bin_restores_and_erases(browser: NotebookBrowser) -> None:
    assert "The bin is empty" in browser.client.get("/bin").text
    promise, gone = browser.promised(), browser.promised()
    for one in (promise, gone):
        browser.post(f"/promises/{one}/deletion")
    page = browser.client.get("/bin").text
    assert plain(page).count("Promise, Tomáš Dvořák") == 2
    answer = browser.post(f"/bin/{promise}/restoration", page="/bin", back="bin")
    assert answer.location == "/bin"
    assert [one.public_id for one in browser.page().promises] == [promise]
    browser.post(f"/bin/{gone}/erasure", page="/bin")
    assert "The bin is empty" in browser.client.get("/bin").text
    for act in ("restoration", "erasure"):
        assert browser.post(f"/bin/{gone}/{act}").status_code == 404
    assert browser.post(f"/bin/{promise}/erasure").status_code == 404


def test_list_bin_is_led_to_also_where_nobody_is_left(browser: NotebookBrowser) -> None:
    assert 'href="/bin"' in browser.client.get("/people").text
    browser.post(f"{browser.url}/deletion")
    page = browser.client.get("/people").text
    assert "Nobody here yet" in page and 'href="/bin"' in page


def test_what_belongs_to_somebody_in_the_bin_says_whom_to_restore_first(
    browser: NotebookBrowser,
) -> None:
    promise, give = browser.promised(), browser.gave()
    said = next(m.interaction.public_id for m in browser.page().timeline if m.interaction)
    for url in (f"/promises/{promise}", f"/gives/{give}", f"/conversations/{said}"):
        browser.post(f"{url}/deletion")
    browser.post(f"/bin/{give}/restoration", page="/bin")
    assert "a conversation that is in the bin" in browser.client.get("/bin").text
    browser.post(f"{browser.url}/deletion")
    browser.post(f"/bin/{promise}/restoration", page="/bin")
    assert "It belongs to Tomáš Dvořák, who is in the bin." in browser.client.get("/bin").text
    assert "The bin is empty" not in browser.client.get("/bin").text


def test_deleted_on_today_leads_back_to_today(browser: NotebookBrowser) -> None:
    promise = browser.promised()
    answer = browser.post(f"/promises/{promise}/deletion", back="today")
    assert answer.location == "/today"
    assert undo(browser, "/today") == "/today"
    assert [one.public_id for one in browser.today().promises] == [promise]
