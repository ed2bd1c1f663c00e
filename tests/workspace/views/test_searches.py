"""The pages of saved searches, and the search field of every page."""

from mentorhub.workspace.actions.searches import save_search
from tests.support.forms import submit, version_on
from tests.support.notebook_browsers import NotebookBrowser, plain, undo

WALNUT = "q=walnut&tier=close"


def saved(browser: NotebookBrowser, name: str = "Tables", asked: str = WALNUT) -> str:
    with browser.app.app_context():
        return f"/searches/{save_search(name, asked, viewer=browser.viewer)}"


def test_create_search_keeps_words_and_filters_and_can_be_undone(browser: NotebookBrowser) -> None:
    page = f"/people?{WALNUT}"
    assert 'name="which" value="q=walnut&amp;tier=close"' in browser.client.get(page).text
    answer = browser.post("/searches", page=page, name="Tables", which=WALNUT)
    assert (answer.status_code, answer.location) == (303, f"/people?{WALNUT}")
    assert undo(browser, f"/people?{WALNUT}") == "/searches"
    assert "No saved searches yet" in browser.client.get("/searches").text


def test_create_search_says_what_is_wrong_beside_the_name(browser: NotebookBrowser) -> None:
    saved(browser)
    for name, which, words in (
        ("tables", WALNUT, "You have a search “Tables” already."),
        ("", WALNUT, "A search needs a name."),
        ("All", "", "This list is everybody."),
        ("Long", f"q={'%E4%BA%AC' * 200}&organization={'%E4%BA%AC' * 200}", "asks for too much"),
    ):
        answer = browser.post("/searches", page="/people?q=a", name=name, which=which)
        assert answer.status_code == 422
        assert words in answer.text
    assert (
        browser.post("/searches", page="/people?q=a", which="tier=x", name="x").status_code == 404
    )


def test_rename_search_and_a_name_that_is_taken(browser: NotebookBrowser) -> None:
    url = saved(browser)
    saved(browser, "Chairs")
    page = browser.client.get(url).text
    seen = version_on(page)
    taken = submit(browser.client, f"{url}/name", page=url, name="chairs", version=seen)
    assert taken.status_code == 422
    assert "You have a search “Chairs” already." in taken.text
    assert submit(browser.client, f"{url}/name", page=url, name="", version=seen).status_code == 422
    done = submit(browser.client, f"{url}/name", page=url, name="Benches", version=seen)
    assert (done.status_code, done.location) == (303, "/searches")
    stale = submit(browser.client, f"{url}/name", page=url, name="Stools", version=seen)
    assert stale.status_code == 422
    assert "Benches" in stale.text and "Stools" in stale.text


def test_delete_search_and_undo(browser: NotebookBrowser) -> None:
    url = saved(browser, asked="q=walnut")
    assert browser.post(f"{url}/removal", page=url).location == "/searches"
    assert undo(browser, "/searches") == "/people?q=walnut"
    assert 'href="/people?q=walnut"' in browser.client.get("/people").text
    assert browser.client.get(url).status_code == 404


def test_list_searches_says_what_each_looks_for(browser: NotebookBrowser) -> None:
    saved(browser, "Old", "tier=gone")
    saved(browser)
    words = plain(browser.client.get("/searches").text)
    assert "“walnut” Every month" in words
    assert "Old" in words


def test_every_page_of_the_notebook_has_the_search_field_once(browser: NotebookBrowser) -> None:
    for page in ("/today", "/people", "/tags", browser.url):
        text = browser.client.get(page).text
        assert text.count('id="q"') == 1
        assert text.count('action="/people" method="get"') == 1
