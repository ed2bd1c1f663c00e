"""Promises through the pages' own buttons."""

import pytest

from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, undo, used_form


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


@pytest.mark.parametrize("act", ["fulfilment", "release", "deletion"])
def test_reopen_promise_undoes_a_slip_by_one_button(browser: NotebookBrowser, act: str) -> None:
    promised = browser.promised()
    browser.post(f"/promises/{promised}/{act}", page="/today", back="today")
    assert browser.page().promises == []
    assert undo(browser, "/today") == "/today"
    assert [one.public_id for one in browser.page().promises] == [promised]


def test_a_promise_made_by_a_slip_is_taken_back(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/promises", what="Write")
    assert undo(browser, browser.url) == browser.url
    assert browser.page().promises == []


def test_update_promise_corrects_words_and_day(browser: NotebookBrowser) -> None:
    url = f"/promises/{browser.promised()}"
    for page in (browser.url, "/today"):
        assert f'href="{url}"' in browser.client.get(page).text
    old = version_on(browser.client.get(url).text)
    refused = browser.post(url, page=url, what="", by=browser.day(2))
    assert refused.status_code == 422
    assert "Please write what it is." in refused.text
    answer = browser.post(url, page=url, what="Send two papers", by="")
    assert answer.location == f"{browser.url}#next"
    found = browser.page().promises[0]
    assert (found.what, found.due_on) == ("Send two papers", None)
    refused = browser.post(url, page=url, what="Send none", version=old)
    assert refused.status_code == 422
    assert "Send two papers" in refused.text and 'value="Send none"' in refused.text
    browser.post(f"{url}/fulfilment")
    browser.post(url, page="/today", what="Send none", version=old)
    assert "That was closed before." in browser.client.get("/today").text
