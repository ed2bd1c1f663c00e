"""Follow-ups through the pages' own buttons."""

import datetime as dt
import re
from typing import Any

import pytest

from mentorhub.foundation import clock
from mentorhub.web import filters
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks
from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, plain, undo, used_form


def test_create_follow_up_is_saved_for_its_day(browser: NotebookBrowser) -> None:
    response = browser.post(
        f"{browser.url}/follow-ups", due_on=browser.day(3), reason="Ask about Ema"
    )
    assert (response.status_code, response.location) == (303, browser.url)
    (follow_up,) = browser.page().follow_ups
    assert (follow_up.due_on, follow_up.reason) == (browser.day(3), "Ask about Ema")
    assert "Ask about Ema" in browser.client.get(browser.url).text
    assert "In the next days" in browser.client.get("/today").text


def test_create_follow_up_with_a_used_form_and_other_words_saves_both(
    browser: NotebookBrowser,
) -> None:
    used_form(browser, "follow-ups", {"reason": "Ask about Ema"}, {"reason": "Ask about the roof"})
    saved = [found.reason for found in browser.page().follow_ups]
    assert saved == ["Ask about Ema", "Ask about the roof"]


def test_create_follow_up_from_today_goes_back_to_today(browser: NotebookBrowser) -> None:
    response = browser.post(
        f"{browser.url}/follow-ups", page="/today", due_on=browser.day(7), back="today"
    )
    assert response.location == "/today"
    assert browser.today().reach == []


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        ("2001-01-01", "This day has passed."),
        ("2999-01-01", "That is more than ten years from now."),
        ("", "Please give the day as a date, such as 2026-05-07."),
        ("soon", "Please give the day as a date, such as 2026-05-07."),
    ],
)
def test_create_follow_up_keeps_what_was_typed(
    browser: NotebookBrowser, due_on: str, words: str
) -> None:
    response = browser.post(f"{browser.url}/follow-ups", due_on=due_on, reason="Ask about Ema")
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Ask about Ema"' in response.text
    assert list(browser.page().follow_ups) == []


def test_complete_follow_up_from_today_and_from_the_person(browser: NotebookBrowser) -> None:
    url = f"/follow-ups/{browser.planned()}/completion"
    assert browser.post(url, page="/today", back="today").location == "/today"
    assert browser.post(url).location == browser.url
    assert list(browser.page().follow_ups) == []


def test_move_follow_up_puts_it_off(browser: NotebookBrowser) -> None:
    url = f"/follow-ups/{browser.planned()}/postponement"
    response = browser.post(url, page="/today", back="today", due_on=browser.day(1))
    assert response.location == "/today"
    (moved,) = browser.page().follow_ups
    assert (moved.due_on, moved.reason) == (browser.day(1), "Ask about the roof")


@pytest.mark.parametrize(("due_in", "expected"), [(65, 72), (7, 14), (0, 7)])
def test_move_follow_up_offers_a_week_after_its_own_day(
    browser: NotebookBrowser, due_in: int, expected: int
) -> None:
    browser.post(f"{browser.url}/follow-ups", due_on=browser.day(due_in))
    page = browser.client.get(browser.url).text
    days = re.findall(r'postponement.*?name="due_on" value="([^"]+)"', page, re.DOTALL)
    assert days == [browser.day(expected).isoformat()]
    follow_up_id = browser.page().follow_ups[0].public_id
    browser.post(f"/follow-ups/{follow_up_id}/postponement", due_on=days[0])
    said = plain(browser.client.get(browser.url).text)
    with browser.app.test_request_context():
        assert f"Moved to {filters.day(browser.day(expected))}." in said


def test_move_follow_up_offers_a_week_from_today_where_its_day_has_passed(
    browser: NotebookBrowser,
) -> None:
    browser.planned()
    with clock.moved(dt.timedelta(days=30)):
        page = browser.client.get(browser.url).text
    days = re.findall(r'postponement.*?name="due_on" value="([^"]+)"', page, re.DOTALL)
    assert days == [browser.day(37).isoformat()]


def test_move_follow_up_to_its_own_day_says_that_nothing_was_changed(
    browser: NotebookBrowser,
) -> None:
    url = f"/follow-ups/{browser.planned()}/postponement"
    assert browser.post(url, due_on=browser.day()).status_code == 303
    assert "It is set for that day already." in browser.client.get("/today").text
    assert [found.due_on for found in browser.page().follow_ups] == [browser.day()]


def test_move_follow_up_again_to_another_day_says_that_nothing_was_changed(
    browser: NotebookBrowser,
) -> None:
    url = f"/follow-ups/{browser.planned()}/postponement"
    for days in (3, 3, 4):
        browser.post(url, due_on=browser.day(days))
    assert "That was closed before. Nothing was changed." in browser.client.get("/today").text
    assert [found.due_on for found in browser.page().follow_ups] == [browser.day(3)]


def test_move_follow_up_to_a_day_that_is_none_changes_nothing(browser: NotebookBrowser) -> None:
    url = f"/follow-ups/{browser.planned()}/postponement"
    assert browser.post(url, due_on="2001-01-01").location == "/today"
    assert "This day has passed." in browser.client.get("/today").text
    assert browser.page().follow_ups[0].due_on == browser.day()


def test_drop_follow_up_removes_it(browser: NotebookBrowser) -> None:
    browser.post(f"/follow-ups/{browser.planned()}/dismissal")
    assert list(browser.page().follow_ups) == []


def test_what_was_closed_before_stays_as_it_is(browser: NotebookBrowser) -> None:
    follow_up = browser.planned()
    browser.post(f"/follow-ups/{follow_up}/dismissal")
    response = browser.post(f"/follow-ups/{follow_up}/completion")
    assert response.location == "/today"
    assert "That was closed before. Nothing was changed." in browser.client.get("/today").text


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("completion", {}),
        ("dismissal", {}),
        ("postponement", {"due_on": 7}),
        ("completion", {"note": "He said yes", "is_two_way": "yes"}),
    ],
)
def test_reopen_follow_up_undoes_a_slip_by_one_button(
    browser: NotebookBrowser, act: str, fields: dict[str, Any]
) -> None:
    planned = browser.planned()
    sent = {key: browser.day(value) if key == "due_on" else value for key, value in fields.items()}
    answer = browser.post(f"/follow-ups/{planned}/{act}", page="/today", back="today", **sent)
    assert answer.location == "/today"
    assert planned not in [one.public_id for one in browser.page().follow_ups]
    assert undo(browser, "/today") == "/today"
    assert [one.public_id for one in browser.page().follow_ups] == [planned]
    assert browser.page().timeline == []


def test_reopen_follow_up_says_kindly_why_not(browser: NotebookBrowser) -> None:
    planned = browser.planned()
    browser.post(f"/follow-ups/{planned}/postponement", due_on=browser.day(7))
    for moved_to in (browser.day(8), "soon", ""):
        browser.post(f"/follow-ups/{planned}/reopening", moved_to=moved_to)
        assert "This cannot be undone any more" in browser.client.get("/today").text
    assert planned not in [one.public_id for one in browser.page().follow_ups]


def test_update_follow_up_corrects_day_and_words(browser: NotebookBrowser) -> None:
    url = f"/follow-ups/{browser.planned()}"
    for page in (browser.url, "/today"):
        assert f'href="{url}"' in browser.client.get(page).text
    old = version_on(browser.client.get(url).text)
    refused = browser.post(url, page=url, due_on=browser.day(-1), reason="Ask kindly")
    assert refused.status_code == 422
    assert "This day has passed." in refused.text and 'value="Ask kindly"' in refused.text
    answer = browser.post(url, page=url, due_on=browser.day(2), reason="Ask kindly")
    assert answer.location == f"{browser.url}#next"
    assert browser.page().follow_ups[0].due_on == browser.day(2)
    refused = browser.post(url, page=url, due_on=browser.day(3), reason="Ask", version=old)
    assert refused.status_code == 422
    assert "Ask kindly" in refused.text and 'value="Ask"' in refused.text
    browser.post(f"{url}/completion")
    browser.post(url, page="/today", due_on=browser.day(3), reason="Ask", version=old)
    assert "That was closed before." in browser.client.get("/today").text


def test_delete_follow_up_is_undone_by_one_button(browser: NotebookBrowser) -> None:
    planned = browser.planned()
    assert browser.post(f"/follow-ups/{planned}/deletion").location == browser.url
    assert browser.page().follow_ups == []
    assert undo(browser, browser.url) == browser.url
    assert len(browser.page().follow_ups) == 1


def test_a_follow_up_set_on_today_by_a_slip_is_taken_back(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/follow-ups", page="/today", due_on=browser.day(7), back="today")
    assert undo(browser, "/today") == "/today"
    assert browser.page().follow_ups == []


@pytest.mark.wish(2)
def test_show_completion_asks_what_was_said_in_a_line_that_may_stay_empty(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        notebooks.talked(browser.viewer, browser.person_id, 3, kind=Kind.VIDEO)
    planned = browser.planned()
    url = f"/follow-ups/{planned}/completion"
    assert f'href="{url}?back=today"' in browser.client.get("/today").text
    assert f'href="{url}"' in browser.client.get(browser.url).text
    shown = browser.client.get(f"{url}?back=today").text
    assert re.search(r'<input checked[^>]*value="video"', shown)
    refused = browser.post(url, page=url, note="He said yes", kind="video", back="today")
    assert refused.status_code == 422
    assert "Please say below whether it was answered" in refused.text
    assert 'value="He said yes"' in refused.text and 'name="back" value="today"' in refused.text
    answer = browser.post(url, page=url, note="", kind="video", back="today")
    assert answer.location == "/today"
    assert (len(browser.page().timeline), browser.page().follow_ups) == (1, [])


def test_complete_follow_up_with_what_was_said_writes_it_into_the_history(
    browser: NotebookBrowser,
) -> None:
    url = f"/follow-ups/{browser.planned()}/completion"
    browser.post(url, page=url, note="He said yes", kind="call", is_two_way="yes")
    (entry,) = browser.page().timeline
    assert entry.interaction is not None
    assert (entry.interaction.kind, entry.interaction.note) == (Kind.CALL, "He said yes")
    assert browser.page().follow_ups == []
