"""Promises through the pages' own buttons."""

from tests.support.notebook_browsers import NotebookBrowser, used_form


def test_create_promise_with_a_used_form_and_other_words_saves_both(
    browser: NotebookBrowser,
) -> None:
    used_form(browser, "promises", {"what": "Send the paper"}, {"what": "Send the plans"})
    assert [made.what for made in browser.page().promises] == ["Send the paper", "Send the plans"]


def test_create_promise_stands_on_today_until_it_is_kept(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/promises", what="Send the paper", by=browser.day(1))
    assert "Send the paper" in browser.client.get("/today").text
    (promise,) = browser.page().promises
    url = f"/promises/{promise.public_id}/fulfilment"
    assert browser.post(url, page="/today", back="today").location == "/today"
    assert "Send the paper" not in browser.client.get("/today").text


def test_create_promise_may_have_no_day_but_not_no_words(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/promises", what="Send the paper", by="")
    assert browser.page().promises[0].due_on is None
    response = browser.post(f"{browser.url}/promises", what=" ", by=browser.day(1))
    assert response.status_code == 422
    assert "Please write what it is." in response.text
    assert browser.post(f"{browser.url}/promises", what="Late", by="2001-01-01").status_code == 422
    assert len(browser.page().promises) == 1


def test_release_promise_removes_it(browser: NotebookBrowser) -> None:
    browser.post(f"/promises/{browser.promised()}/release")
    assert list(browser.page().promises) == []
