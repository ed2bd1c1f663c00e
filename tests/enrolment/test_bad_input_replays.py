"""What is true once does not become true again: another's payment, a used link, the same submit again."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.ledger import Payment
from tests.support import factories
from tests.support.applicants import assert_in_order, checkout_session, enrolment, place_applicant
from tests.support.forms import token_on
from tests.support.malformed_input import TEXTS
from tests.support.personas import Personas, personas
from tests.support.program_pages import do, state_on, submit_form
from tests.support.stored_rows import changed, tables
from tests.support.stripe_client import StripeClient


@pytest.fixture
def everybody(app: Flask, stripe: StripeClient) -> Personas:
    """The people of one line."""
    made = personas(app)
    made.line()
    return made


@pytest.fixture
def sessions(app: Flask, stripe: StripeClient) -> dict[str, str]:
    """Ben's sessions at Stripe, open, paid and expired, and one that never was; by what they are."""
    found = {"invented": "cs_test_" + "a1" * 29}
    with app.app_context():
        scene = factories.scene(seats=4)
        for name in ("open", "paid", "expired"):
            _, found[name] = checkout_session(place_applicant(scene, name))
        place_applicant(scene, "ada")
        stripe.pay(found["paid"])
        stripe.expire(found["expired"])
    return found


def place_of(app: Flask, name: str) -> str:
    """The address of somebody's page."""
    with app.app_context():
        found = db.session.scalar(
            text("SELECT id FROM enrolment WHERE email = :email"),
            {"email": f"{name}@example.org"},
        )
        assert found is not None
        return f"/enrolments/{enrolment(found).token}"


def test_anothers_session_changes_nothing_and_shows_nothing(
    app: Flask, client: FlaskClient, sessions: dict[str, str]
) -> None:
    ada = place_of(app, "ada")
    before, page = tables(app), client.get(ada).text.count("data-state")
    answers = set()
    for session_id in (*sessions.values(), *TEXTS, ""):
        if "\0" in session_id:
            continue
        answer = client.get(f"{ada}/return", query_string={"session_id": session_id})
        answers.add((answer.status_code, answer.location))
        shown = client.get(ada)
        assert (state_on(shown), shown.text.count("data-state")) == ("held", page)
        assert "flashes" not in shown.text
    assert answers == {(303, ada)}
    assert changed(app, before) == []


def test_ones_own_expired_session_brings_nothing_either(
    app: Flask, client: FlaskClient, sessions: dict[str, str]
) -> None:
    place = place_of(app, "expired")
    answer = client.get(f"{place}/return", query_string={"session_id": sessions["expired"]})
    assert (answer.status_code, answer.location) == (303, place)
    assert state_on(client.get(place)) == "held"
    with app.app_context():
        assert db.session.scalars(select(Payment)).all() == []


def test_coming_back_from_a_payment_again_changes_nothing_more(
    app: Flask, client: FlaskClient, sessions: dict[str, str]
) -> None:
    place = place_of(app, "paid")
    back = f"{place}/return?session_id={sessions['paid']}"
    client.get(back)
    assert state_on(client.get(place)) == "enrolled"
    before = tables(app)
    for _ in range(3):
        assert client.get(back).status_code == 303
    assert changed(app, before) == []


def test_a_welcome_link_is_worth_one_submit(everybody: Personas) -> None:
    link = f"/welcome/{everybody.names['welcome'][0]}"
    first, second = everybody.browsers["stranger"], everybody.app.test_client()
    with everybody.app.app_context():
        db.session.execute(update(Enrolment).values(claimed_at=None))
        db.session.commit()
    assert first.post(link, data={"csrf_token": everybody.tokens["stranger"]}).status_code == 303
    assert first.get("/my-program").status_code == 200
    before = tables(everybody.app)
    for browser in (first, second, everybody.browsers["rival"]):
        token = token_on(browser, "/programs/programme-1")
        answer = browser.post(link, data={"csrf_token": token})
        assert answer.status_code == (303 if browser is first else 410)
        assert "mia@example.org" not in answer.text
    assert changed(everybody.app, before) == []
    assert second.get("/my-program").status_code == 303
    assert "Mia Berg" not in everybody.browsers["rival"].get("/my-program").text


@pytest.mark.parametrize("action", ["departure", "pass", "confirmation", "checkouts", "arrivals"])
def test_the_same_submit_again_changes_nothing_more(
    app: Flask, client: FlaskClient, stripe: StripeClient, action: str
) -> None:
    with app.app_context():
        factories.scene(seats=1, price_minor=0 if action == "confirmation" else 900)
    place = submit_form(client).location
    if action == "pass":
        waits = submit_form(app.test_client(), name="Ben", email="ben@example.org").location
        do(client, place, "departure")
        place = waits
    if action == "arrivals":
        with clock.moved(dt.timedelta(minutes=16)):
            app.extensions["mentorhub.jobs"].run("deadlines")
    given = {"csrf_token": token_on(client, "/programs/power-networking")}
    first = client.post(f"{place}/{action}", data=given)
    assert first.status_code == 303
    before = tables(app)
    for _ in range(3):
        again = client.post(f"{place}/{action}", data=given)
        assert again.status_code == 404 or again.location in {first.location, place}
    assert changed(app, before) == []
    with app.app_context():
        assert_in_order()
