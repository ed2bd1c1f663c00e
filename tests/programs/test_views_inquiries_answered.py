"""The practice's pages of inquiries: listed, answered with a saved reply, declined, reopened; others find nothing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic.places import enrol_inquiries
from mentorhub.foundation.database.tables import db
from mentorhub.programs.actions import inquiries
from mentorhub.programs.models.inquiries import Inquiry
from tests.support import conversing, factories, practice_pages, waiting_inquiries
from tests.support.forms import submit, token_on

LIST = "/practice/inquiries"


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Her browser."""
    return practice_pages.staff(app)


@pytest.fixture
def reply(app: Flask, asked: str) -> str:
    """The public id of a saved reply that stands beside the inquiry."""
    return asked.rpartition(" ")[2]


@pytest.fixture
def asked(app: Flask, scene: factories.Scene) -> str:
    """The address of an inquiry's page, and the saved reply beside it."""
    with app.app_context():
        public_id, _link, reply = conversing.of(scene)
    return f"{LIST}/{public_id} {reply}"


@pytest.fixture
def page(asked: str) -> str:
    """The address of an inquiry's page."""
    return asked.partition(" ")[0]


def test_list_inquiries_invites_where_there_is_none(ines: FlaskClient) -> None:
    shown = ines.get(LIST).text
    assert "No inquiry yet" in shown
    assert "/practice/replies" in shown


def test_show_inquiry_leads_to_the_seat_its_visitor_has_taken(
    app: Flask, ines: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        waiting_inquiries.answered_and_enrolled(scene)
        enrol_inquiries()
        inquiry = db.session.scalars(db.select(Inquiry.public_id)).one()
        seat = db.session.scalars(db.select(Enrolment.public_id)).one()
    shown = ines.get(f"{LIST}/{inquiry}").text
    assert "This visitor has enrolled since." in shown
    assert f'<a href="/practice/applicants/{seat}">See the seat</a>' in shown
    assert ines.get(f"/practice/applicants/{seat}").status_code == 200


def test_list_inquiries_counts_and_narrows_and_so_does_the_navigation(
    ines: FlaskClient, page: str
) -> None:
    shown = ines.get(LIST).text
    assert page in shown and conversing.WORDS in shown
    assert re.search(r'Inquiries <span class="tally">1<span', shown)
    assert page not in ines.get(f"{LIST}?state=declined").text
    assert "There is no inquiry in this state just now." in ines.get(f"{LIST}?state=declined").text
    assert ines.get(f"{LIST}?state=made-up&page=x").status_code == 200
    submit(ines, f"{page}/answers", page=page, message="Yes.", seen="1")
    assert 'Inquiries <span class="tally">' not in ines.get(LIST).text


def test_create_answer_sends_it(ines: FlaskClient, page: str) -> None:
    sent = submit(ines, f"{page}/answers", page=page, message="Yes.", seen="1")
    assert (sent.status_code, sent.location) == (303, page)
    shown = ines.get(page).text
    assert "Your answer has been sent." in shown
    assert "<p>Yes.</p>" in shown
    assert "Answered" in shown


def test_create_draft_puts_the_reply_below_what_is_typed_and_sends_nothing(
    app: Flask, ines: FlaskClient, page: str, reply: str
) -> None:
    shown = submit(ines, f"{page}/drafts", page=page, message="Hello!", reply=reply, seen="1")
    assert shown.status_code == 200
    assert "Nothing has been sent yet." in shown.text
    assert "Hello!\n\nDear Bo Berg,\n\nwe begin on [day]." in shown.text.replace("\r\n", "\n")
    assert "Answered" not in ines.get(page).text
    refused = submit(
        ines, f"{page}/answers", page=page, message="Dear Bo, we begin on [day].", seen="1"
    )
    assert refused.status_code == 422
    assert "Please fill in [day], or take it out." in refused.text
    assert 'aria-describedby="message-hint message-error"' in refused.text
    assert "we begin on [day]." in refused.text


@pytest.mark.parametrize("which", ["", "made-up", "another practice's"])
def test_create_draft_of_a_reply_that_is_not_there_keeps_what_is_typed(
    app: Flask, ines: FlaskClient, page: str, which: str
) -> None:
    if which == "another practice's":
        with app.app_context():
            practice_id, mentor_id = factories.practice(
                mentor_email="rival@example.org", name="Another"
            )
            theirs = factories.program(practice_id, mentor_id, slug="theirs")
            which = conversing.of(theirs)[2]
    shown = submit(ines, f"{page}/drafts", page=page, message="Hello!", reply=which, seen="1")
    assert shown.status_code == 200
    assert "Please choose a saved reply that is still kept." in shown.text
    assert "Hello!" in shown.text
    assert "we begin on" not in shown.text


def test_create_answer_after_something_was_written_shows_it_first(
    app: Flask, ines: FlaskClient, page: str
) -> None:
    with app.app_context():
        inquiry = conversing.inquiry(page.rpartition("/")[2])
        inquiries.write_again(inquiry.id, message="Or Wednesday?")
    refused = submit(ines, f"{page}/answers", page=page, message="Tuesday it is.", seen="1")
    assert refused.status_code == 422
    assert "Something was written after you opened this page" in refused.text
    assert "Or Wednesday?" in refused.text and "Tuesday it is." in refused.text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', refused.text)
    assert seen
    again = submit(ines, f"{page}/answers", page=page, message="Tuesday it is.", seen=seen.group(1))
    assert again.status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_create_answer_with_a_made_up_count_sends_nothing(
    ines: FlaskClient, page: str, seen: str
) -> None:
    refused = submit(ines, f"{page}/answers", page=page, message="Yes.", seen=seen)
    assert refused.status_code == 422
    assert "Answered" not in ines.get(page).text


def test_decline_inquiry_with_words_or_without_and_reopen_it(
    app: Flask, ines: FlaskClient, page: str
) -> None:
    gone = submit(ines, f"{page}/refusal", page=page, message="", seen="1")
    assert gone.status_code == 303
    shown = ines.get(page).text
    assert "Declined. No email was sent." in shown
    assert f'action="{page}/answers"' not in shown
    refused = submit(ines, f"{page}/answers", page=page, message="Yes.", seen="1")
    assert refused.status_code == 422
    assert "Reopen it first" in refused.text and "Yes." in refused.text
    assert submit(ines, f"{page}/reopening", page=page).status_code == 303
    assert f'action="{page}/answers"' in ines.get(page).text
    brackets = submit(ines, f"{page}/refusal", page=page, message="Sorry, [name]", seen="1")
    assert brackets.status_code == 422
    assert 'aria-describedby="decline-message-hint decline-message-error"' in brackets.text
    submit(ines, f"{page}/refusal", page=page, message="Not this year.", seen="1")
    assert "Declined. Your words have been sent." in ines.get(page).text
    other = submit(ines, f"{page}/refusal", page=page, message="Nor the next.", seen="2")
    assert other.status_code == 422
    assert "Reopen it first" in other.text and "Nor the next.</textarea>" in other.text


def test_nobody_but_owners_and_mentors_is_admitted(
    app: Flask, scene: factories.Scene, page: str, reply: str
) -> None:
    practice_pages.refused(
        app,
        [page],
        [f"{page}/answers", f"{page}/drafts", f"{page}/refusal", f"{page}/reopening"],
    )
    with app.app_context():
        practice_pages.member(scene, "assistant@example.org", Role.ASSISTANT)
    assistant = practice_pages.staff(app, "assistant@example.org")
    for address in (LIST, page, "/practice/replies", f"/practice/replies/{reply}"):
        assert assistant.get(address).status_code == 404
    token = token_on(assistant, "/account/password")
    answer = assistant.post(
        f"{page}/answers", data={"csrf_token": token, "message": "Mine", "seen": "1"}
    )
    assert answer.status_code == 404
    with app.app_context():
        assert db.session.query(Inquiry).one().state == "new"
