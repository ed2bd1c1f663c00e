"""The pages of sharing: plain words, buttons that hold, and the log."""

import datetime as dt

from flask import Flask

from mentorhub.enrolment.models import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, db, transaction
from mentorhub.workspace import actions
from mentorhub.workspace.rules.sharing import Visibility
from tests.workspace import notebooks
from tests.workspace.rooms import Room


def _look(room: Room) -> None:
    with room.app.app_context():
        mentorship_id = db.session.query(Mentorship.id).scalar()
        actions.read_shared_people(mentorship_id, viewer=notebooks.mentor())


def test_show_sharing_says_what_the_mentor_sees(room: Room) -> None:
    page = room.client.get("/sharing").text
    assert (
        "Ines Halvorsen sees your numbers, 0 people by name and company, 1 person by initials"
        in page
    )
    assert "E-mail, phone, address and birthday of your people" in page
    assert "a condition of taking part" in page


def test_change_sharing_closes_and_opens_the_people(room: Room) -> None:
    address = f"/sharing/mentorships/{room.mentorship()}"
    assert room.post(address, page="/sharing").location == "/sharing"
    assert "sees your numbers, and none of your people or notes" in room.client.get("/sharing").text
    room.post(address, page="/sharing", shares_people="1")
    assert "1 person by initials" in room.client.get("/sharing").text


def test_show_sharing_says_that_nobody_mentors_any_more(room: Room) -> None:
    with room.app.app_context(), transaction(viewer=SYSTEM) as session:
        mentorship = session.query(Mentorship).one()
        mentorship.finish(clock.now())
    assert "the last look is possible until" in room.client.get("/sharing").text
    with clock.moved(dt.timedelta(days=15)):
        assert "Nobody mentors you just now" in room.client.get("/sharing").text


def test_set_visibilities_chooses_for_everybody(room: Room) -> None:
    answer = room.post("/sharing/people", page="/sharing", visibility="hidden", whom="")
    assert answer.location == "/sharing"
    page = room.client.get("/sharing").text
    assert "Kept, for 1 person." in page
    assert "Hidden: 1 person." in page
    assert room.page().person.visibility is Visibility.HIDDEN


def test_set_visibilities_to_nothing_known_is_refused(room: Room) -> None:
    answer = room.post("/sharing/people", page="/sharing", visibility="everything")
    assert answer.status_code == 422
    assert "wrong-note" in answer.text
    assert room.page().person.visibility is Visibility.INITIALS


def test_share_note_sends_it_and_takes_it_back(room: Room) -> None:
    note = room.noted()
    assert "Send to your mentor" in room.client.get(room.url).text
    assert room.post(f"/notes/{note}/sharing", is_shown="1").location == room.url
    page = room.client.get(room.url).text
    assert "Your mentor can read this note now." in page
    assert "Take it back" in page
    room.post(f"/notes/{note}/sharing")
    assert "Send to your mentor" in room.client.get(room.url).text


def test_a_note_of_a_hidden_person_has_no_button(room: Room) -> None:
    room.noted()
    room.post(f"{room.url}/visibility", visibility="hidden")
    assert "Send to your mentor" not in room.client.get(room.url).text


def test_show_looks_names_reader_and_moment_in_the_mentees_zone(app: Flask, room: Room) -> None:
    assert "Nobody has looked yet" in room.client.get("/sharing/log").text
    _look(room)
    page = room.client.get("/sharing/log").text
    assert "Ines Halvorsen" in page
    assert "Your people, as far as you show them" in page
    assert "UTC" in page
    assert room.client.get("/sharing/log?page=99").status_code == 200
