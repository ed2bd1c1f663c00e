"""The page of people who may be one: found, dismissed and taken back, looked for again; and a name typed again."""

from flask import Flask

from mentorhub.workspace import periodic
from mentorhub.workspace.models.doubles import PersonPair
from mentorhub.workspace.models.people import Person
from tests.support import factories, notebooks
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser


def found(browser: NotebookBrowser) -> str:
    """A second Tomáš, found by a worker; his public id."""
    with browser.app.app_context():
        double = notebooks.person(browser.viewer, "Tomas Dvorak", occasion="The trade evening")
        assert periodic.find_doubles() == 0
        return double


def test_list_doubles_says_why_and_what_was_dismissed_can_be_taken_back(
    browser: NotebookBrowser,
) -> None:
    waiting = browser.client.get("/people/doubles").text
    assert "We look through your notebook now." in waiting
    double = found(browser)
    assert "1 possible double" in browser.client.get("/people").text
    page = browser.client.get("/people/doubles").text
    assert "One pair may be one person" in page
    assert "the same name" in page
    assert "met at The trade evening" in page
    assert f"/people/{browser.person_id}/merge/{double}" in page
    answer = browser.post(
        f"/people/{browser.person_id}/doubles/{double}/dismissal", page="/people/doubles"
    )
    assert (answer.status_code, answer.location) == (303, "/people/doubles")
    page = browser.client.get("/people/doubles").text
    assert "Nobody seems to be here twice." in page
    assert "1 pair of whom you said: two people" in page
    answer = browser.post(
        f"/people/{double}/doubles/{browser.person_id}/return", page="/people/doubles"
    )
    assert answer.status_code == 303
    assert "One pair may be one person" in browser.client.get("/people/doubles").text


def test_look_for_doubles_has_a_worker_look_once_more(browser: NotebookBrowser) -> None:
    found(browser)
    answer = browser.post("/people/doubles", page="/people/doubles")
    assert answer.status_code == 303
    assert "we look again by ourselves" in browser.client.get("/people/doubles").text


def test_create_person_asks_whether_somebody_of_that_name_is_meant_and_always_goes_on(
    browser: NotebookBrowser,
) -> None:
    answer = browser.post("/people", page="/people/new", name="tomas dvorak", note="At the mill")
    assert answer.status_code == 422
    assert "You have a Tomáš Dvořák" in answer.text
    assert f'href="/people/{browser.person_id}"' in answer.text
    assert "At the mill" in answer.text
    assert "Save as another person" in answer.text
    said = {"name": "tomas dvorak", "unlike": browser.person_id, "key": "k" * 22}
    assert browser.post("/people", page="/people/new", **said).status_code == 422
    for _again in range(2):  # the button pressed twice
        answer = browser.post("/people", page="/people/new", another="1", **said)
        assert answer.status_code == 303
    with browser.app.app_context():
        assert [one.name for one in notebooks.stored(Person)][-1] == "tomas dvorak"
        assert len(notebooks.stored(Person)) == 2
        periodic.find_doubles()
        (pair,) = notebooks.stored(PersonPair)
        assert pair.dismissed_at is not None


def test_a_name_nobody_has_is_saved_at_once(browser: NotebookBrowser) -> None:
    answer = browser.post("/people", page="/people/new", name="Zeynep Aydoğan")
    assert answer.status_code == 303


def test_a_stranger_learns_nothing_of_a_pair(app: Flask, browser: NotebookBrowser) -> None:
    double = found(browser)
    with app.app_context():
        notebooks.notebook("other@example.org", "Other")
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    assert "Dvořák" not in other.get("/people/doubles").text
    for act in ("dismissal", "return"):
        address = f"/people/{browser.person_id}/doubles/{double}/{act}"
        assert submit(other, address, page="/people/doubles").status_code == 404
