"""What was given, through the pages' own forms."""

from mentorhub.workspace.rules.sharing import Direction
from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, undo


def test_create_give_adds_to_a_conversation_afterwards(browser: NotebookBrowser) -> None:
    url = f"/conversations/{browser.noted()}"
    sent = {"person": browser.person_id, "what": "A recipe", "effort": "2"}
    refused = browser.post(f"{url}/gives", page=url, **sent)
    assert refused.status_code == 422
    assert 'value="A recipe"' in refused.text and "Please choose." in refused.text
    answer = browser.post(f"{url}/gives", page=url, **sent, favour="received")
    assert (answer.status_code, answer.location) == (303, url)
    (entry,) = browser.page().timeline
    assert entry.give is not None
    assert (entry.give.direction, entry.give.what) == (Direction.RECEIVED, "A recipe")
    assert "received: A recipe" in browser.client.get(browser.url).text


def test_update_give_corrects_it_and_never_unseen(browser: NotebookBrowser) -> None:
    url = f"/gives/{browser.gave()}"
    assert f'href="{url}"' in browser.client.get(browser.url).text
    old = version_on(browser.client.get(url).text)
    sent = {"person": browser.person_id, "favour": "gave", "effort": "1"}
    for who in ("nobody", ""):
        refused = browser.post(url, page=url, **sent | {"person": who}, what="Thread")
        assert refused.status_code == 422
    answer = browser.post(url, page=url, **sent, what="Thread")
    assert answer.status_code == 303
    refused = browser.post(url, page=url, **sent, what="Yarn", version=old)
    assert refused.status_code == 422
    assert "Thread" in refused.text and 'value="Yarn"' in refused.text
    (entry,) = browser.page().timeline
    assert entry.give is not None and entry.give.what == "Thread"


def test_delete_give_is_undone_by_one_button(browser: NotebookBrowser) -> None:
    give = browser.gave()
    browser.post(f"/gives/{give}/deletion", page=f"/gives/{give}")
    assert browser.page().timeline[0].give is None
    assert undo(browser, browser.url) == browser.url
    assert browser.page().timeline[0].give is not None
