"""Logging a conversation and moving the stage, through the page's own forms."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind
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


def test_create_stage_change_moves_and_stays_where_it_is(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/stage-changes", stage="getting_to_know")
    page = browser.client.get(browser.url).text
    assert "The stage is now “Getting to know each other”." in page
    again = browser.post(f"{browser.url}/stage-changes", stage="getting_to_know")
    assert (again.status_code, again.location) == (303, browser.url)
    assert browser.page().person.stage is Stage.GETTING_TO_KNOW
    assert len(browser.page().timeline) == 1
    assert "From “Met” to “Getting to know each other”" in page


def test_create_stage_change_backwards_is_shown_as_cooling(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/stage-changes", stage="lasting")
    browser.post(f"{browser.url}/stage-changes", stage="mutual", reason="Quiet lately")
    page = browser.client.get(browser.url).text
    assert "Less contact: from “Lasting” to “Mutual”" in page
    assert "Quiet lately" in page


def test_create_stage_change_to_closed_asks_for_a_reason(browser: NotebookBrowser) -> None:
    response = browser.post(f"{browser.url}/stage-changes", stage="closed")
    assert response.status_code == 422
    assert "Please write why, so that you remember it later." in response.text
    assert browser.page().person.stage is Stage.MET
    browser.post(f"{browser.url}/stage-changes", stage="closed", reason="Moved away")
    page = browser.client.get(browser.url).text
    assert "You closed this contact." in page
    assert "Moved away" in page


@pytest.mark.parametrize("stage", ["met", "friends", ""])
def test_create_stage_change_knows_only_moves_that_exist(
    browser: NotebookBrowser, stage: str
) -> None:
    browser.post(f"{browser.url}/stage-changes", stage="in_touch")
    response = browser.post(f"{browser.url}/stage-changes", stage=stage)
    assert response.status_code == 422
    assert browser.page().person.stage is Stage.IN_TOUCH


def test_a_resting_person_is_said_to_rest(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/stage-changes", stage="resting")
    assert "Resting: no contact for a long time." in browser.client.get(browser.url).text
