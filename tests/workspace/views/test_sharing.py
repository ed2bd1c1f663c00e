"""The pages of sharing: plain words, buttons that hold, and the log."""

import datetime as dt

from flask import Flask

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.rules.sharing import Visibility
from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser


def _look(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        mentorship_id = db.session.query(Mentorship.id).scalar()
        read_shared_people(mentorship_id, viewer=notebooks.mentor())


def test_show_sharing_says_what_the_mentor_sees(browser: NotebookBrowser) -> None:
    page = browser.client.get("/sharing").text
    assert (
        "Ines Halvorsen sees your numbers, 0 people by name and company, 1 person by initials"
        in page
    )
    assert "Email, phone, address and birthday of your people" in page
    assert "a condition of taking part" in page


def test_change_sharing_closes_and_opens_the_people(browser: NotebookBrowser) -> None:
    address = f"/sharing/mentorships/{browser.mentorship()}"
    assert browser.post(address, page="/sharing").location == "/sharing"
    assert (
        "sees your numbers, and none of your people or notes" in browser.client.get("/sharing").text
    )
    browser.post(address, page="/sharing", shares_people="1")
    assert "1 person by initials" in browser.client.get("/sharing").text


def test_show_sharing_says_that_nobody_mentors_any_more(browser: NotebookBrowser) -> None:
    with browser.app.app_context(), transaction(viewer=SYSTEM) as session:
        mentorship = session.query(Mentorship).one()
        mentorship.finish(clock.now())
    assert "access ends on" in browser.client.get("/sharing").text
    with clock.moved(dt.timedelta(days=15)):
        assert "You have no mentor at the moment" in browser.client.get("/sharing").text


def test_set_visibilities_chooses_for_everybody(browser: NotebookBrowser) -> None:
    answer = browser.post("/sharing/people", page="/sharing", visibility="hidden", whom="")
    assert answer.location == "/sharing"
    page = browser.client.get("/sharing").text
    assert "Saved, for 1 person." in page
    assert "Hidden: 1 person." in page
    assert browser.page().person.visibility is Visibility.HIDDEN


def test_set_visibilities_to_nothing_known_is_refused(browser: NotebookBrowser) -> None:
    answer = browser.post("/sharing/people", page="/sharing", visibility="everything")
    assert answer.status_code == 422
    assert "wrong-note" in answer.text
    assert browser.page().person.visibility is Visibility.INITIALS


def test_share_note_sends_it_and_takes_it_back(browser: NotebookBrowser) -> None:
    note = browser.noted()
    assert "Share with your mentor" in browser.client.get(browser.url).text
    assert browser.post(f"/notes/{note}/sharing", is_shown="1").location == browser.url
    page = browser.client.get(browser.url).text
    assert "Your mentor can read this note now." in page
    assert "Stop sharing" in page
    browser.post(f"/notes/{note}/sharing")
    assert "Share with your mentor" in browser.client.get(browser.url).text


def test_a_note_of_a_hidden_person_has_no_button(browser: NotebookBrowser) -> None:
    browser.noted()
    browser.post(f"{browser.url}/visibility", visibility="hidden")
    assert "Share with your mentor" not in browser.client.get(browser.url).text


def test_show_access_log_names_reader_and_moment_in_the_mentees_zone(
    app: Flask, browser: NotebookBrowser
) -> None:
    assert "No access yet" in browser.client.get("/sharing/log").text
    _look(browser)
    page = browser.client.get("/sharing/log").text
    assert "Ines Halvorsen" in page
    assert "Your people, as far as you show them" in page
    assert "UTC" in page
    assert browser.client.get("/sharing/log?page=99").status_code == 200
