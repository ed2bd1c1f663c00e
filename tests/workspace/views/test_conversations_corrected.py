"""Correcting and deleting a conversation, through its own page."""

from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks
from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, undo


def test_update_conversation_corrects_and_keeps_what_was_typed(browser: NotebookBrowser) -> None:
    said = browser.noted("Loms")
    url = f"/conversations/{said}"
    assert f'href="{url}?back={browser.person_id}"' in browser.client.get(browser.url).text
    shown = browser.client.get(url).text
    assert "Loms</textarea>" in shown
    good = {"kind": "call", "is_two_way": "yes", "began": "me", "on_date": browser.day(-1)}
    mine = {"people": browser.person_id, "notes": "Shy"}
    refused = browser.post(url, page=url, **good | {"minutes": "0"}, **mine, note="Looms")
    assert refused.status_code == 422
    assert "Please give 1 to 1440 minutes." in refused.text
    assert "Looms</textarea>" in refused.text and "Shy</textarea>" in refused.text
    answer = browser.post(url, page=url, **good, **mine, note="Looms")
    assert (answer.status_code, answer.location) == (303, browser.url)
    (entry,) = browser.page().timeline
    assert entry.interaction is not None
    assert (entry.on, entry.interaction.note, entry.note) == (browser.day(-1), "Looms", "Shy")


def test_update_conversation_shows_both_where_another_window_saved_first(
    browser: NotebookBrowser,
) -> None:
    url = f"/conversations/{browser.noted()}"
    old = version_on(browser.client.get(url).text)
    good = {"kind": "call", "is_two_way": "yes", "began": "me", "on_date": browser.day()}
    mine = {"people": browser.person_id}
    browser.post(url, page=url, **good, **mine, note="First", notes="About him")
    refused = browser.post(url, page=url, **good, **mine, note="Second", notes="", version=old)
    assert refused.status_code == 422
    assert "This was changed in another window" in refused.text
    assert "First" in refused.text and "Second</textarea>" in refused.text
    assert "Tomáš Dvořák: About him" in refused.text
    again = {"version": version_on(refused.text), "note": "Second", "notes": ""}
    assert browser.post(url, page=url, **good, **mine, **again).status_code == 303
    (entry,) = browser.page().timeline
    assert entry.interaction is not None and entry.interaction.note == "Second"


def test_a_first_meeting_stays_one_when_it_is_corrected(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        jana = notebooks.person(browser.viewer, "Jana", met_on=notebooks.today(), note="Table six")
        said = notebooks.stored(Interaction)[-1].public_id
    url = f"/conversations/{said}"
    fields = {"kind": "first_meeting", "is_two_way": "yes", "began": "me", "on_date": browser.day()}
    answer = browser.post(url, page=url, **fields, people=jana, notes="", note="Table nine")
    assert answer.status_code == 303
    with browser.app.app_context():
        assert notebooks.stored(Interaction)[-1].kind is Kind.FIRST_MEETING


def test_delete_conversation_is_undone_by_one_button(browser: NotebookBrowser) -> None:
    said = browser.noted()
    answer = browser.post(f"/conversations/{said}/deletion", page=f"/conversations/{said}")
    assert (answer.status_code, answer.location) == (303, browser.url)
    assert browser.page().timeline == []
    assert undo(browser, browser.url) == browser.url
    assert len(browser.page().timeline) == 1


def test_what_was_logged_by_a_slip_is_taken_back_by_one_button(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/interactions", note="Wrong one", is_two_way="yes")
    assert undo(browser, browser.url) == browser.url
    assert browser.page().timeline == []
    assert "Wrong one" in browser.client.get("/bin").text


def test_what_is_done_on_one_persons_page_leads_back_there(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        zeynep = notebooks.person(browser.viewer, "Zeynep")
        said = notebooks.talked(browser.viewer, browser.person_id, 1, beside=[zeynep], note="Mill")
    url, back = f"/conversations/{said}", f"/people/{zeynep}"
    assert f'href="{back}"' in browser.client.get(f"{url}?back={zeynep}").text
    assert browser.client.get(f"{url}?back=nobody").status_code == 200
    good = {"kind": "call", "is_two_way": "yes", "began": "me", "on_date": browser.day()}
    people = {"people": [browser.person_id, zeynep], "notes": ["", ""]}
    page = f"{url}?back={zeynep}"
    assert (
        browser.post(url, page=page, **good, **people, note="Mills", back=zeynep).location == back
    )
    assert browser.post(f"/notes/{said}/sharing", is_shown="1", back=zeynep).location == back
    assert browser.post(f"{url}/deletion", page=page, back=zeynep).location == back
    assert undo(browser, back) == back
