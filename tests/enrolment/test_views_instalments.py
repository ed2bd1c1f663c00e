"""The payer's page of a seat that is paid in parts: the plan, and the way to pay what was refused."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorhub.enrolment.periodic.money import charge_instalments, miss_instalments
from mentorhub.enrolment.queries.applicants import standing
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.programs.rules.offers import MissedInstalment
from tests.support.applicants import assert_in_order, enrolment, mails_to, pass_time, states
from tests.support.dealing import refund_rows
from tests.support.forms import submit
from tests.support.paying_in_parts import Parts, parts, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("stripes_clock")


def _submit_form(app: Flask, client: FlaskClient, place: str, stripe: StripeClient) -> TestResponse:
    with app.app_context():
        stripe.control("clock", now=clock.now().timestamp())
    return submit(client, f"{place}/instalment-checkouts", page=place)


@pytest.fixture
def found(app: Flask, stripe: StripeClient) -> Parts:
    """Ada's bank wants her in person for her second payment."""
    with app.app_context():
        made = parts(stripe)
        stripe.control(f"payment_methods/{made.card}", behaviour="always_challenge")
        wait_until_due(made)
        charge_instalments()
        return made


@pytest.fixture
def place(app: Flask, found: Parts) -> str:
    """The address of Ada's own page."""
    with app.app_context():
        return f"/enrolments/{enrolment(found.ada).token}"


def _session(answer: TestResponse) -> str:
    assert answer.status_code == 303
    return str(re.findall("cs_test_[A-Za-z0-9]+", answer.headers["Location"])[0])


def _come_back(client: FlaskClient, place: str, session_id: str) -> str:
    client.get(f"{place}/return?session_id={session_id}")
    return client.get(place).text


def test_the_plan_is_shown_with_each_state(client: FlaskClient, found: Parts, place: str) -> None:
    page = client.get(place).text
    assert re.findall('data-instalment="([a-z]+)"', page) == ["paid", "scheduled", "scheduled"]
    assert "did not go through" in page
    assert "Pay €213.33 now" in page
    assert found.ada


def test_paid_by_hand_it_is_paid_and_the_card_is_the_new_one(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    session_id = _session(_submit_form(app, client, place, stripe))
    assert _session(_submit_form(app, client, place, stripe)) == session_id
    asked = stripe.session(session_id)
    assert (asked["amount_total"], asked["currency"]) == (21333, "eur")
    stripe.pay(session_id, "pm_card_mastercard")
    page = _come_back(client, place, session_id)
    assert re.findall('data-instalment="([a-z]+)"', page) == ["paid", "paid", "scheduled"]
    assert "Pay €213.33 now" not in page
    with app.app_context():
        (kept,) = db.session.scalars(select(StripeCustomer)).all()
        assert kept.payment_method != found.card
        assert kept.customer_id == asked["customer"]
        assert mails_to("ada").count("enrolment.instalment_paid") == 1
        wait_until_due(found, 3)
        charge_instalments()
        assert found.instalment(3).state == InstalmentState.PAID
        assert_in_order()


def test_a_missed_one_that_is_paid_ends_the_pause(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    with app.app_context():
        pass_time(days=15)
        miss_instalments()
        assert enrolment(found.ada).pause_reason == "instalment"
    assert "The programme goes on as soon as it has arrived" in client.get(place).text
    session_id = _session(_submit_form(app, client, place, stripe))
    stripe.pay(session_id)
    _come_back(client, place, session_id)
    with app.app_context():
        assert enrolment(found.ada).paused_at is None
        assert mails_to("ada")[-1] == "enrolment.resumed"
        assert_in_order()


def test_while_the_pay_page_is_open_nothing_is_taken_by_itself(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    _submit_form(app, client, place, stripe)
    with app.app_context():
        wait_until_due(found, 3)
        charge_instalments()
        third = found.instalment(3)
        assert (third.state.value, third.attempts) == ("scheduled", 0)
        assert third.try_at is not None


def test_what_is_paid_twice_goes_back_in_full(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    session_id = _session(_submit_form(app, client, place, stripe))
    with app.app_context():  # paid without the page's knowledge, as no action of the install does
        second = found.instalment()
        second.move("settle")
        db.session.commit()
    stripe.pay(session_id)
    _come_back(client, place, session_id)
    with app.app_context():
        assert refund_rows() == [("queued", 21333, "not_due")]
        assert len(db.session.scalars(select(Payment)).all()) == 2


def test_a_seat_is_not_taken_while_its_payment_can_still_be_made(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        found = parts(stripe, missed=MissedInstalment.REMOVE)
        stripe.control(f"payment_methods/{found.card}", behaviour="always_challenge")
        wait_until_due(found)
        charge_instalments()
        place = f"/enrolments/{enrolment(found.ada).token}"
        pass_time(days=14, minutes=-5)
    session_id = _session(_submit_form(app, client, place, stripe))
    stripe.pay(session_id)
    with app.app_context():
        pass_time(minutes=10)
        miss_instalments()
        assert found.instalment().state == InstalmentState.PAID
        assert states(found.ada, found.ben) == ["enrolled", "waiting"]
        assert_in_order()


def test_an_unpaid_page_is_closed_before_the_seat_goes_on(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        found = parts(stripe, missed=MissedInstalment.REMOVE)
        stripe.control(f"payment_methods/{found.card}", behaviour="always_challenge")
        wait_until_due(found)
        charge_instalments()
        place = f"/enrolments/{enrolment(found.ada).token}"
        pass_time(days=14, minutes=-5)
    session_id = _session(_submit_form(app, client, place, stripe))
    with app.app_context():
        pass_time(minutes=10)
        miss_instalments()
        assert states(found.ada, found.ben) == ["removed", "held"]
        ended = db.session.scalars(select(Checkout.state).order_by(Checkout.id.desc())).first()
        assert str(ended) == "expired"
        assert stripe.session(session_id)["status"] == "expired"
        assert_in_order()


def test_after_the_end_withdrawing_still_stops_what_is_to_be_paid(
    client: FlaskClient, found: Parts, place: str
) -> None:
    with clock.moved(dt.timedelta(days=400)):
        assert f'href="{place}/withdrawal"' in client.get(place).text
        page = client.get(f"{place}/withdrawal")
        assert page.status_code == 200
        assert "that is still to come is not taken any more" in page.text


def test_nothing_to_pay_leads_back_with_a_message(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        found = parts(stripe)
        place = f"/enrolments/{enrolment(found.ada).token}"
    answer = _submit_form(app, client, place, stripe)
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert "notice" in client.get(place).text


def test_when_stripe_is_silent_the_page_says_try_again(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    with app.app_context():
        settings = app.extensions["mentorhub.settings"]
        object.__setattr__(settings, "stripe_api_base", "http://127.0.0.1:9")
        app.extensions.pop("mentorhub.stripe", None)
    assert _submit_form(app, client, place, stripe).headers["Location"] == place
    assert "does not answer just now" in client.get(place).text
    assert found.ben


def test_when_stripe_refuses_the_page_says_so(
    app: Flask, client: FlaskClient, found: Parts, place: str, stripe: StripeClient
) -> None:
    with app.app_context():
        db.session.scalars(select(StripeCustomer)).one().customer_id = "cus_unknown"
        db.session.commit()
    assert _submit_form(app, client, place, stripe).headers["Location"] == place
    assert "refused to open a payment page" in client.get(place).text
    assert found.ben


def test_a_stranger_finds_nothing(app: Flask, client: FlaskClient, found: Parts) -> None:
    assert client.post("/enrolments/nobody.nothing/instalment-checkouts").status_code in {400, 404}
    with app.app_context():
        for viewer in (APPLICANT(found.ben), USER(found.scene.mentor_id), SYSTEM):
            with pytest.raises(NotFound):
                standing(found.ada, viewer=viewer)
