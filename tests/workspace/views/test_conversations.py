"""Logging and correcting a conversation, through the pages' own forms."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Began, Kind
from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser, key_on

KEY = "abcdefghijklmnopqrstuv"


def _logged(browser: NotebookBrowser, **fields: Any) -> TestResponse:
    """Send the same form once more, with these words."""
    return browser.post(f"{browser.url}/interactions", **{"key": KEY, "is_two_way": "yes"} | fields)


def test_create_interaction_with_a_note_alone_is_a_message_of_today(
    browser: NotebookBrowser,
) -> None:
    response = browser.post(f"{browser.url}/interactions", note="About the roof", is_two_way="yes")
    assert (response.status_code, response.location) == (303, browser.url)
    (moment,) = browser.page().timeline
    assert moment.interaction is not None
    assert moment.on == browser.day()
    assert (moment.interaction.kind, moment.interaction.is_two_way) == (Kind.MESSAGE, True)
    page = browser.client.get(browser.url).text
    assert "About the roof" in page
    assert "Your notes fit the stage “Getting to know each other”" in page


def test_create_interaction_takes_day_kind_direction_and_favour(browser: NotebookBrowser) -> None:
    browser.post(
        f"{browser.url}/interactions",
        kind="call",
        on_date=browser.day(-2),
        began="them",
        is_two_way="no",
        favour="received",
        what="Lecture notes",
        effort="3",
    )
    (moment,) = browser.page().timeline
    assert moment.interaction is not None and moment.give is not None
    assert (moment.interaction.kind, moment.interaction.began) == (Kind.CALL, Began.THEM)
    assert not moment.interaction.is_two_way
    assert (moment.give.direction, moment.give.effort) == (Direction.RECEIVED, 3)
    page = browser.client.get(browser.url).text
    assert "received: Lecture notes" in page
    assert "not answered yet" in page


def test_create_interaction_twice_by_a_double_submit_logs_once(browser: NotebookBrowser) -> None:
    for _submit_form in range(2):
        answer = _logged(browser, note="Once")
        assert (answer.status_code, answer.location) == (303, browser.url)
    assert len(browser.page().timeline) == 1


def test_create_interaction_with_a_used_form_and_other_words_keeps_both(
    browser: NotebookBrowser,
) -> None:
    _logged(browser, note="Once")
    refused = _logged(browser, note="Quite another talk")
    assert refused.status_code == 422
    assert "This form was saved before, with other words" in refused.text
    assert "Quite another talk</textarea>" in refused.text
    assert len(browser.page().timeline) == 1
    key = key_on(refused.text, "log")
    assert key != KEY
    assert _logged(browser, note="Quite another talk", key=key).status_code == 303
    notes = {moment.interaction.note for moment in browser.page().timeline if moment.interaction}
    assert notes == {"Once", "Quite another talk"}


def test_create_interaction_asks_whether_it_was_answered(browser: NotebookBrowser) -> None:
    page = browser.client.get(browser.url).text
    assert "Was it answered?" in page
    assert not re.search(r'<input[^>]*checked[^>]*name="is_two_way"', page)
    refused = browser.post(f"{browser.url}/interactions", note="About the roof")
    assert refused.status_code == 422
    assert "Please say whether it was answered" in refused.text
    assert "About the roof</textarea>" in refused.text
    assert browser.page().timeline == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on_date": "2999-01-01"}, "This day is in the future."),
        ({"on_date": ""}, "Please give the day as a date, such as 2026-05-07."),
        ({"kind": "telepathy"}, "Not a valid choice."),
        ({"kind": "first_meeting"}, "Not a valid choice."),
        ({"effort": "9", "favour": "gave"}, "Not a valid choice."),
        ({"what": "x" * 301}, "Please keep this to 300 characters at most."),
    ],
)
def test_create_interaction_keeps_what_was_typed(
    browser: NotebookBrowser, fields: dict[str, str], words: str
) -> None:
    response = browser.post(
        f"{browser.url}/interactions", note="About the roof", **{"is_two_way": "no"} | fields
    )
    assert response.status_code == 422
    assert words in response.text
    assert "About the roof</textarea>" in response.text
    assert browser.page().timeline == []


@pytest.mark.wish(16)
def test_new_conversation_is_begun_from_today_and_from_the_list_of_people(
    browser: NotebookBrowser,
) -> None:
    for page in ("/today", "/people"):
        assert 'href="/conversations/new"' in browser.client.get(page).text
    shown = browser.client.get("/conversations/new").text
    assert '<option value="Tomáš Dvořák">' in shown
    answer = browser.post(
        "/conversations",
        page="/conversations/new",
        others="Tomáš Dvořák",
        note="Roof",
        is_two_way="yes",
    )
    assert (answer.status_code, answer.location) == (303, browser.url)
    assert [entry.interaction.note for entry in browser.page().timeline if entry.interaction] == [
        "Roof"
    ]


def test_create_conversation_adds_somebody_new_once_that_is_wished(
    browser: NotebookBrowser,
) -> None:
    sent = {"note": "Looms", "is_two_way": "yes", "others": ["Tomáš Dvořák", "Jana Nová", ""]}
    asked = browser.post("/conversations", page="/conversations/new", **sent)
    assert asked.status_code == 422
    assert "Nobody in your notebook is called Jana Nová." in asked.text
    assert "Add Jana Nová to your notebook" in asked.text
    assert 'value="Jana Nová"' in asked.text and "Looms</textarea>" in asked.text
    assert browser.names() == ["Tomáš Dvořák"]
    browser.post("/conversations", page="/conversations/new", **sent, adds="y")
    assert browser.names() == ["Jana Nová", "Tomáš Dvořák"]
    page = browser.client.get(browser.url).text
    assert re.search(r'With.*<a class="who-link" href="/people/[^"]+">Jana Nová</a>', page)


def test_create_conversation_with_nobody_asks_who_was_there(browser: NotebookBrowser) -> None:
    asked = browser.post(
        "/conversations", page="/conversations/new", note="Looms", is_two_way="yes"
    )
    assert asked.status_code == 422
    assert "Please write who was there." in asked.text
    crowd = [f"Guest {number}" for number in range(31)]
    asked = browser.post(
        "/conversations", page="/conversations/new", others=crowd, is_two_way="yes", adds="y"
    )
    assert asked.status_code == 422
    assert "A conversation can have 30 people at most." in asked.text


def test_create_interaction_takes_others_hour_length_and_a_note_about_one(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        zeynep = notebooks.person(browser.viewer, "Zeynep")
    browser.post(
        f"{browser.url}/interactions",
        kind="email",
        is_two_way="no",
        at_time="14:30",
        minutes="1",
        others=["", "zeynep"],
        about="He was tired",
    )
    page = browser.client.get(browser.url).text
    assert "you wrote, no answer yet" in page
    assert "14:30, 1 minute" in page
    assert "He was tired" in page
    assert f'<a class="who-link" href="/people/{zeynep}">Zeynep</a>' in page
    others = browser.client.get(f"/people/{zeynep}").text
    assert "you wrote, no answer yet" in others and "He was tired" not in others


@pytest.mark.wish(22)
def test_list_conversations_shows_all_with_whom_and_leads_to_each(browser: NotebookBrowser) -> None:
    assert "No conversations yet" in browser.client.get("/conversations").text
    said = browser.noted("About the mill")
    browser.gave("A recipe")
    page = browser.client.get("/conversations").text
    for words in ("About the mill", "gave: A recipe", "Tomáš Dvořák", f"/conversations/{said}"):
        assert words in page
    for page in ("/today", "/people"):
        assert 'href="/conversations"' in browser.client.get(page).text
