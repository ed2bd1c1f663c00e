"""The page of rhythms: a pause from beginning to end, how many people a day holds, what rhythms mean together."""

import pytest

from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.people import add_people
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks, rhythms
from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, plain


def read(browser: NotebookBrowser, address: str = "/rhythm") -> str:
    return plain(browser.client.get(address).text)


def pause(browser: NotebookBrowser, first: int, last: int | None = None) -> int:
    """Send the form of a pause, from so many days from now until so many."""
    days = {"from_on": browser.day(first).isoformat()}
    days["until_on"] = "" if last is None else browser.day(last).isoformat()
    return browser.post("/pauses", page="/rhythm", **days).status_code


def known(browser: NotebookBrowser, first: int, last: int | None) -> str:
    with browser.app.app_context():
        return rhythms.paused(browser.viewer, first, last)


def test_a_pause_begins_now_and_today_says_so_kindly(browser: NotebookBrowser) -> None:
    browser.planned()
    browser.promised()
    assert pause(browser, 0) == 303
    assert "Nobody is due on these days, and no warmth fades." in read(browser)
    assert "Your notebook rests until you end the pause." in read(browser)
    today = read(browser, "/today")
    assert "Your notebook rests" in today
    assert "Ask about the roof" not in today
    assert "Send the paper" not in today
    assert "Show one follow-up" in today
    assert "Ask about the roof" in read(browser, "/today?list=due")
    assert "Send the paper" in read(browser, "/today?list=promises")
    assert "so nobody is due" in read(browser, browser.url)


def test_ending_it_opens_today_at_once(browser: NotebookBrowser) -> None:
    pause_id = known(browser, 3, None)
    assert browser.today().paused is not None
    answer = browser.post(f"/pauses/{pause_id}/ending", page="/rhythm")
    assert (answer.status_code, answer.location) == (303, "/today")
    assert "Welcome back." in read(browser, "/today")
    assert browser.today().paused is None
    assert len(browser.today().reach) == 1
    assert "Over" in read(browser)


@pytest.mark.parametrize(
    ("from_on", "until_on", "words"),
    [
        ("", "", "Please give the day as a date"),
        ("2026-02-30", "", "Please give the day as a date"),
        ("2026-05-07", "soon", "Please give the day as a date"),
        ("2026-05-07", "2026-05-06", "The last day cannot be before the first."),
        ("1899-12-31", "", "That is too long ago for this notebook."),
        ("2026-05-07", "2999-01-01", "That is more than ten years from now."),
    ],
)
def test_days_that_make_no_pause_are_refused_beside_their_field(
    browser: NotebookBrowser, from_on: str, until_on: str, words: str
) -> None:
    answer = browser.post("/pauses", page="/rhythm", from_on=from_on, until_on=until_on)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert browser.today().paused is None
    if from_on == "2026-05-07":
        assert 'value="2026-05-07"' in answer.text


def test_days_of_another_pause_are_refused_with_its_days(browser: NotebookBrowser) -> None:
    known(browser, 20, 11)
    with_end = browser.post("/pauses", page="/rhythm", from_on=browser.day(-11).isoformat())
    assert with_end.status_code == 422
    assert "Please change that one, or choose other days." in with_end.text
    known(browser, 3, None)
    open_one = browser.post("/pauses", page="/rhythm", from_on=browser.day(5).isoformat())
    assert "on already. Please change that one." in open_one.text
    assert pause(browser, -20, -11) == 303  # the same days once more: nothing to refuse


def test_a_notebook_with_too_many_pauses_says_what_to_do(
    browser: NotebookBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentorhub.workspace.rules.pauses.PER_NOTEBOOK", 0)
    answer = browser.post("/pauses", page="/rhythm", from_on=browser.day().isoformat())
    assert "Please remove one first." in answer.text


def test_a_past_pause_is_corrected_and_removed(browser: NotebookBrowser) -> None:
    pause_id = known(browser, 20, 11)
    known(browser, 5, 3)
    address = f"/pauses/{pause_id}"
    assert address in browser.client.get("/rhythm").text
    seen = version_on(browser.client.get(address).text)
    days = {"from_on": browser.day(-15).isoformat(), "until_on": browser.day(-4).isoformat()}
    refused = browser.post(address, page=address, version=seen, **days)
    assert (refused.status_code, "You have a pause from" in refused.text) == (422, True)
    days["until_on"] = browser.day(-6).isoformat()
    assert browser.post(address, page=address, version=seen, **days).location == "/rhythm"
    again = browser.post(address, page=address, version=seen, **days | {"until_on": ""})
    assert "This was changed in another window" in again.text
    assert browser.post(address, page=address, from_on="soon").status_code == 422
    assert browser.post(f"{address}/removal", page=address).location == "/rhythm"
    assert "Removed." in read(browser)
    assert browser.client.get(address).status_code == 404


def test_a_pause_to_come_stands_apart_and_rests_nothing_yet(browser: NotebookBrowser) -> None:
    assert pause(browser, 5, 9) == 303
    assert "To come" in read(browser)
    assert browser.today().paused is None


@pytest.mark.wish(2)
def test_a_day_holds_what_was_chosen_and_the_rest_is_one_link_away(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        add_people([f"Due {number}" for number in range(42)], viewer=browser.viewer)
    assert "5 people to get in touch with today" in read(browser, "/today")
    assert "and 38 more" in read(browser, "/today")
    assert browser.post("/rhythm", page="/rhythm", daily_max="20").location == "/rhythm"
    assert "and 23 more" in read(browser, "/today")
    first = read(browser, "/today?list=due")
    assert "Today Everybody who is due" in first
    assert "1 to 20 of 43" in first
    assert "41 to 43 of 43" in read(browser, "/today?list=due&page=3")
    assert "5 people to get in touch with today" not in first
    assert "20 people to get in touch with today" in read(browser, "/today?list=nothing&page=x")


@pytest.mark.parametrize("most", ["0", "21", "", "many", "1.5"])
def test_a_day_holds_neither_none_nor_a_crowd(browser: NotebookBrowser, most: str) -> None:
    answer = browser.post("/rhythm", page="/rhythm", daily_max=most)
    assert answer.status_code == 422
    assert "whole number" in answer.text or "from 1 to 20" in answer.text
    assert browser.today().length == 5


@pytest.mark.parametrize(
    ("weekly", "words"),
    [
        (0, "Nobody has a rhythm yet."),
        (1, "Your rhythms mean about one contact a week. One person has a rhythm."),
        (9, "Your rhythms mean about 9 contacts a week. 9 people have a rhythm."),
        (40, "so some will wait longer than you meant."),
    ],
)
def test_the_page_says_what_rhythms_mean_in_a_week(
    browser: NotebookBrowser, weekly: int, words: str
) -> None:
    with browser.app.app_context():
        rhythms.change(browser.viewer, browser.person_id, tier=Tier.OFF)
        _weekly(browser.viewer, weekly)
    assert words in read(browser)


def _weekly(viewer: Viewer, people: int) -> None:
    for number in range(people):
        notebooks.person(viewer, f"Weekly {number}", tier=Tier.INNER)


def test_seldom_rhythms_are_less_than_one_a_week(browser: NotebookBrowser) -> None:
    assert "Your rhythms mean less than one contact a week." in read(browser)


def test_anothers_pause_does_not_exist_here(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        pause_id = rhythms.paused(notebooks.notebook("other@example.org", "Other"), 3, None)
    address = f"/pauses/{pause_id}"
    assert browser.client.get(address).status_code == 404
    for action in ("", "/ending", "/removal"):
        answer = browser.post(address + action, page="/rhythm", from_on="2026-05-07")
        assert answer.status_code == 404
    assert browser.post(address, page="/rhythm", from_on="soon").status_code == 404
