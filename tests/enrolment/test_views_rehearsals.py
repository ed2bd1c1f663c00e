"""A mentor rehearses her cohort from its page to its end: with money at the second account, or free of charge."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub import audit
from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.offers import ProgramState
from tests.support import factories
from tests.support.applicants import pass_time
from tests.support.factories import Scene
from tests.support.program_pages import do, state_on
from tests.support.rehearsing import Rehearsing, rehearsing


@pytest.fixture
def mine(app: Flask, client: FlaskClient) -> Rehearsing:
    """A cohort to rehearse, without a sandbox for payments."""
    return rehearsing(app, client)


def _scene(at: Rehearsing) -> Scene:
    assert at.scene is not None
    return at.scene


def _mails(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
        return [
            (mail.to_address, mail.subject) for mail in rows if mail.kind.startswith("enrolment")
        ]


def test_without_a_sandbox_a_seat_is_free_and_all_the_rest_as_it_will_be(mine: Rehearsing) -> None:
    assert "free of charge" in mine.client.get(mine.page).text
    assert mine.begin().location == mine.page
    shown = mine.client.get(f"{mine.page}/page").text
    assert "This is a rehearsal." in shown
    assert "Reserve my seat" in shown
    assert "ld+json" not in shown
    place = mine.take_place().location
    page = mine.client.get(place)
    assert state_on(page) == "held"
    assert "This is a rehearsal." in page.text
    do(mine.client, place, "confirmation")
    enrolled = mine.client.get(place)
    assert state_on(enrolled) == "enrolled"
    second = mine.take_place("Ben Okri").location
    assert state_on(mine.client.get(second)) == "waiting"
    listed = mine.client.get(mine.page).text
    assert "Ada Lovelace" in listed
    assert "Ben Okri" in listed
    with mine.app.app_context():
        assert not any(audit.run().values())
        assert db.session.scalars(select(Mentorship)).all() == []


def test_its_mails_go_to_the_mentor_alone_and_say_what_they_are(mine: Rehearsing) -> None:
    mine.begin()
    do(mine.client, mine.take_place().location, "confirmation")
    mails = _mails(mine.app)
    assert len(mails) == 2
    assert {address for address, _ in mails} == {"ines@example.org"}
    assert all(subject.startswith("Rehearsal: ") for _, subject in mails)
    with mine.app.app_context():
        for mail in db.session.scalars(
            select(OutboxMail).where(OutboxMail.kind.like("enrolment%"))
        ):
            assert all("This email belongs to a rehearsal." in body for body in render(mail))


def test_nobody_gets_an_account_by_it_and_no_address_is_stored(mine: Rehearsing) -> None:
    mine.begin()
    place = mine.take_place(email="stranger@example.net").location
    do(mine.client, place, "confirmation")
    with mine.app.app_context():
        seat = db.session.scalars(select(Enrolment)).one()
        users = db.session.scalars(select(User.email)).all()
        assert seat.email == "applicant-1@rehearsal.invalid"
        mail = db.session.scalars(
            select(OutboxMail).where(OutboxMail.kind == "enrolment.enrolled")
        ).one()
        link = mail.context["welcome_link"].removeprefix("http://localhost")
    answer = mine.client.get(link)
    assert answer.status_code == 200
    assert "Here a rehearsal ends" in answer.text
    assert mine.client.post(link, data={"csrf_token": "x"}).status_code in {400, 410}
    with mine.app.app_context():
        assert db.session.scalars(select(User.email)).all() == users
        assert db.session.scalars(select(Enrolment.user_id)).one() is None


def test_after_an_hour_it_ends_by_itself_and_after_a_month_holds_no_name(mine: Rehearsing) -> None:
    mine.begin()
    place = mine.take_place().location
    do(mine.client, place, "confirmation")
    with mine.app.app_context():
        rehearsal_id = mine.last().id
        pass_time(hours=1)
    for task in ("rehearsals", "cancellations"):
        mine.task(task)
    with mine.app.app_context():
        cohort = db.session.get_one(Cohort, rehearsal_id)
        assert cohort.state == "rehearsed"
        assert db.session.scalars(select(Enrolment.name)).one() == "Ada Lovelace"
        pass_time(days=31)
    mine.task("rehearsals")
    with mine.app.app_context():
        assert db.session.scalars(select(Enrolment.name)).one() != "Ada Lovelace"


def test_what_is_typed_wrongly_is_said_beside_its_field_and_kept(mine: Rehearsing) -> None:
    mine.begin()
    refused = mine.take_place("", email="no address")
    assert refused.status_code == 422
    assert 'value="no address"' in refused.text
    assert "This is a rehearsal." in refused.text
    with mine.app.app_context():
        assert db.session.scalars(select(Enrolment)).all() == []


def test_where_none_is_running_its_pages_lead_back_and_say_so(mine: Rehearsing) -> None:
    answer = mine.client.get(f"{mine.page}/page")
    assert answer.location == mine.page
    assert "This rehearsal is over" in mine.client.get(mine.page).text


def test_its_pages_open_to_members_alone(mine: Rehearsing, app: Flask) -> None:
    mine.begin()
    place = mine.take_place().location
    with app.app_context():
        journal = f"/cohorts/{mine.last().public_id}/journal"
        factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    stranger, rival = app.test_client(), app.test_client()
    factories.sign_in(rival, "rival@example.org")
    for path in (place, f"{place}.json", journal, f"{journal}.txt"):
        assert mine.client.get(path).status_code == 200, path
        assert stranger.get(path).status_code == 404, path
        assert rival.get(path).status_code == 404, path
    for path in (mine.page, f"{mine.page}/page"):
        assert rival.get(path).status_code == 404, path


def test_a_draft_is_rehearsed_before_anything_is_public(mine: Rehearsing, app: Flask) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Program, _scene(mine).program_id).state = ProgramState.DRAFT
        session.get_one(Cohort, _scene(mine).cohort_id).state = CohortState.DRAFT
    mine.begin()
    assert state_on(mine.client.get(mine.take_place().location)) == "held"
    assert app.test_client().get(f"/programs/{_scene(mine).slug}").status_code == 404


def test_a_second_beginning_goes_on_with_the_first(mine: Rehearsing, app: Flask) -> None:
    mine.begin()
    mine.begin()
    with app.app_context():
        assert (
            len(db.session.scalars(select(Cohort).where(Cohort.rehearses_id.is_not(None))).all())
            == 1
        )
        assert clock.now() < mine.last().closes_at


def test_trying_it_is_a_step_that_is_done_once_somebody_went_the_whole_way(
    mine: Rehearsing,
) -> None:
    before = mine.client.get("/practice/setup").text
    assert "Enrol in a rehearsal that only your practice sees" in before
    assert f'href="{mine.page}"' in before
    mine.begin()
    do(mine.client, mine.take_place().location, "confirmation")
    assert "You have gone the whole way once." in mine.client.get("/practice/setup").text
