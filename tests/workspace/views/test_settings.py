"""The notebook's settings: the country of phone numbers, guessed from the browser until it is chosen."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.workspace.queries.settings import settings
from tests.support import factories
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser


def chosen(browser: NotebookBrowser) -> str:
    with browser.app.app_context():
        return settings(viewer=browser.viewer, now=clock.now()).phone_region


def shown(browser: NotebookBrowser, languages: str) -> str:
    return browser.client.get("/notebook", headers={"Accept-Language": languages}).text


@pytest.mark.parametrize(
    ("languages", "region"),
    [("de-CH,de;q=0.9,en;q=0.5", "CH"), ("nb", "NO"), ("xx, pt-BR;q=0.5", "BR"), ("*", "")],
)
def test_the_country_is_guessed_and_not_saved(
    browser: NotebookBrowser, languages: str, region: str
) -> None:
    page = shown(browser, languages)
    assert (f'<option selected value="{region}">' in page) is bool(region)
    assert ("Guessed from the language of your browser" in page) is bool(region)
    assert chosen(browser) == ""


def test_a_chosen_country_is_no_guess_any_more(browser: NotebookBrowser) -> None:
    assert browser.post("/notebook", page="/notebook", region="NO").location == "/notebook"
    page = shown(browser, "de-CH")
    assert '<option selected value="NO">Norway</option>' in page
    assert "Guessed" not in page
    assert chosen(browser) == "NO"


@pytest.mark.parametrize("region", ["", "XX", "no", "EU", "001", "<b>"])
def test_what_is_no_country_is_refused(browser: NotebookBrowser, region: str) -> None:
    answer = browser.post("/notebook", page="/notebook", region=region)
    assert answer.status_code == 422
    assert "Please choose a country from the list." in answer.text
    assert chosen(browser) == ""


def test_opening_a_notebook_keeps_the_guess(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.program(*factories.practice(mentor_email="mentor@example.org"))
        user_id = factories.user("new@example.org", "New")
        factories.enrolled(scene, user_id)
    factories.sign_in(client, "new@example.org")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-NZ"
    assert submit(client, "/workspace", page="/workspace").status_code == 303
    with app.app_context():
        assert settings(viewer=USER(user_id), now=clock.now()).phone_region == "NZ"


def test_the_way_to_the_settings_is_in_the_menu(browser: NotebookBrowser) -> None:
    assert 'href="/notebook"' in browser.client.get("/today").text
    page = shown(browser, "en")
    for address in ("/rhythm", "/tags", "/sharing"):
        assert f'href="{address}"' in page
