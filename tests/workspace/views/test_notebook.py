"""Opening the notebook, and Today as it is read."""

import datetime as dt
import re

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from mentorhub.workspace.actions.people import add_people
from tests.support import factories, notebooks
from tests.support.counting import queries_of
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser, plain


def test_create_workspace_opens_today_and_again_opens_the_same(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.enrolled(factories.scene(), factories.user(notebooks.EMAIL))
    factories.sign_in(client, notebooks.EMAIL)
    assert client.get("/today").location == "/workspace"
    for _submit_form in range(2):
        page = "/workspace" if _submit_form == 0 else "/people/new"
        response = submit(client, "/workspace", page=page)
        assert (response.status_code, response.location) == (303, "/today")
    assert client.get("/workspace").location == "/today"
    assert "Start with the people you know" in client.get("/today").text


def test_today_of_an_empty_notebook_takes_a_few_names(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        notebooks.notebook()
    factories.sign_in(client, notebooks.EMAIL)
    response = submit(client, "/people/names", page="/today", names="Marta\nJonas\n")
    assert (response.status_code, response.location) == (303, "/today")
    page = client.get("/today").text
    assert "2 people added." in page
    assert "2 people to get in touch with today" in page
    assert "Start with the people you know" not in page


def test_names_that_are_none_are_asked_for_again(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        notebooks.notebook()
    factories.sign_in(client, notebooks.EMAIL)
    answer = submit(client, "/people/names", page="/today", names=" \n ")
    assert answer.status_code == 422
    assert "One name is enough." in answer.text


def test_too_many_names_stay_as_they_were_typed(browser: NotebookBrowser) -> None:
    typed = "Marta\n" * 800
    answer = browser.post("/people/names", names=typed)
    assert answer.status_code == 422
    assert typed.strip() in answer.text
    assert browser.names() == ["Tomáš Dvořák"]


def test_today_shows_whom_why_and_what_was_promised(browser: NotebookBrowser) -> None:
    browser.planned()
    browser.promised()
    page = browser.client.get("/today").text
    assert "One person to get in touch with today" in page
    for words in ("Tomáš Dvořák", "Ask about the roof", "Your promises", "Send the paper"):
        assert words in page


def test_today_says_since_when_something_is_late(browser: NotebookBrowser) -> None:
    browser.planned()
    with clock.moved(dt.timedelta(days=2)):
        page = plain(browser.client.get("/today").text)
        assert re.search(r"Ask about the roof Due \w+ \d+ \w+( \d{4})?, 2 days late", page)


def test_today_says_of_a_plan_without_a_reason_when_it_was_due(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/follow-ups", due_on=browser.day())
    with clock.moved(dt.timedelta(days=56)):
        page = plain(browser.client.get("/today").text)
    assert re.search(r"You planned to get in touch\. Due \w+ \d+ \w+( \d{4})?, 8 weeks late", page)
    assert ".," not in page


def test_today_without_anybody_due_says_so(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        notebooks.talked(browser.viewer, browser.person_id, 0)
    assert "Nobody is due today" in browser.client.get("/today").text


def test_today_is_dated_on_the_owners_calendar(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        notebooks.notebook(timezone="Pacific/Kiritimati")
        there = (clock.now() + dt.timedelta(hours=14)).date()
    factories.sign_in(client, notebooks.EMAIL)
    assert f'<time datetime="{there.isoformat()}">' in client.get("/today").text


def test_todays_page_asks_the_same_number_of_questions_for_any_number(
    browser: NotebookBrowser,
) -> None:
    browser.planned()
    with browser.app.app_context(), queries_of() as few:
        browser.client.get("/today")
    with browser.app.app_context():
        add_people([f"P {number}" for number in range(9)], viewer=browser.viewer)
    for _each in range(5):
        browser.planned()
        browser.promised()
    with browser.app.app_context(), queries_of() as many:
        browser.client.get("/today")
    assert 0 < len(few) == len(many)
