"""Moving the stage, and taking a move back, through the page's own forms."""

import pytest

from mentorhub.workspace.rules.stages import Stage
from tests.support.notebook_browsers import NotebookBrowser, undo


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


def test_undo_stage_change_takes_back_a_slip_and_only_the_last(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/stage-changes", stage="mutual")
    assert undo(browser, browser.url) == browser.url
    assert browser.page().person.stage is Stage.MET
    assert browser.page().timeline == []
    for stage in ("mutual", "nothing", "met"):
        browser.post(f"{browser.url}/stage-changes/undo", stage=stage)
        assert "This cannot be undone any more" in browser.client.get(browser.url).text
    assert browser.page().person.stage is Stage.MET
