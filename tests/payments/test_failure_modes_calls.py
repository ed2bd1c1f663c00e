"""Calls to Stripe: lost answers, too many of them, money on its way. Over HTTP."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.app import create_app
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.applicants import pass_time
from tests.support.buying import COMPLETED, EXPIRED, Buyer, Shop, open_shop
from tests.support.stripe_client import StripeClient

SESSIONS = "/v1/checkout/sessions"
DELAYED = "pm_sepaDebit_processing"


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Shop:
    """One seat."""
    return open_shop(app, stripe, seats=1)


@pytest.fixture
def debiting(shop: Shop) -> Shop:
    """The same, where the practice takes payments that arrive later."""
    shop.change(Practice, takes_delayed_methods=True)
    return shop


@pytest.mark.failure_mode(21)
def test_a_session_whose_answer_was_lost_is_the_one_that_is_paid(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    stripe.fault(kind="reset", stage="after", method="POST", path=f"{SESSIONS}$", times=3)
    assert ada.submit_payment().location == ada.place  # the call and its repetitions get no answer
    assert "does not answer just now" in ada.page()
    parameters, key = shop.column(Checkout.parameters), shop.column(Checkout.public_id)
    session_id = ada.open()
    assert shop.sessions_at_stripe(shop.column(Enrolment.public_id)[0]) == [session_id]
    assert (shop.column(Checkout.parameters), shop.column(Checkout.public_id)) == (parameters, key)
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"


@pytest.mark.failure_mode(21)
def test_a_new_attempt_after_the_end_of_one_has_a_key_of_its_own(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    first = ada.open()
    with shop.app.app_context():
        later = clock.now() + dt.timedelta(hours=5)
    shop.change(Enrolment, held_until=later)
    stripe.expire(first)
    shop.send_event(EXPIRED, first)
    second = ada.open()
    assert first != second  # and not the dead one again, from the store of keys
    assert shop.column(Checkout.attempt) == [1, 2]
    assert stripe.session(second)["status"] == "open"


@pytest.mark.failure_mode(23)
def test_only_cards_are_asked_for_unless_the_practice_takes_what_arrives_later(
    shop: Shop, stripe: StripeClient
) -> None:
    shop.change(Cohort, seats=2)
    session_id = shop.buyer("ada").open()
    assert stripe.session(session_id)["payment_method_types"] == ["card"]
    shop.change(Practice, takes_delayed_methods=True)
    session_id = shop.buyer("ben").open()
    assert stripe.session(session_id)["payment_method_types"] == ["card", "sepa_debit"]


@pytest.mark.failure_mode(23)
def test_money_on_its_way_keeps_the_seat_without_access_until_it_arrives(
    debiting: Shop, stripe: StripeClient
) -> None:
    ada = debiting.buyer("ada")
    session_id = ada.open()
    stripe.pay(session_id, DELAYED)
    debiting.send_event(COMPLETED, session_id)
    assert ada.come_back(session_id) == "paying"
    assert debiting.mails("ada") == ["enrolment.held"]
    assert debiting.column(Enrolment.enrolled_at) == [None]
    with debiting.app.app_context():
        pass_time(days=5)
    debiting.task("deadlines")
    assert ada.state == "paying"  # no deadline runs meanwhile
    _bank_says(stripe, session_id, "settled")
    debiting.send_event("checkout.session.async_payment_succeeded", session_id)
    assert ada.state == "enrolled"
    assert debiting.mails("ada") == ["enrolment.held", "enrolment.enrolled"]


@pytest.mark.failure_mode(23)
def test_money_that_never_arrives_frees_the_seat_to_the_line_once(
    debiting: Shop, stripe: StripeClient
) -> None:
    ada, ben = debiting.buyer("ada"), debiting.buyer("ben")
    session_id = ada.open()
    stripe.pay(session_id, DELAYED)
    debiting.send_event(COMPLETED, session_id)
    _bank_says(stripe, session_id, "failed")
    for number in range(2):
        failed = "checkout.session.async_payment_failed"
        debiting.send_event(failed, session_id, id=f"evt_{session_id[-20:]}_{number}")
        ada.come_back(session_id)
    assert (ada.state, ben.state) == ("declined", "held")
    assert debiting.column(Cohort.releases) == [1]
    assert debiting.mails("ada").count("enrolment.declined") == 1
    assert debiting.column(Payment.id) == []


@pytest.fixture
def limited(database_url: str, stripe: StripeClient) -> Iterator[Flask]:
    """An app as it runs, with its limits on."""
    settings = settings_for(database_url, stripe_api_base=stripe.url)
    app = create_app(dataclasses.replace(settings, testing=False))
    app.extensions["mentorhub.jobs"].take(PERIODIC_TASKS)
    limiter.reset()
    yield app
    app.extensions["mentorhub.jobs"].huey.storage.close()  # a queue of its own, on PostgreSQL
    limiter.enabled = False
    limiter.reset()
    dispose(app)


@pytest.mark.failure_mode(25)
def test_many_people_behind_one_address_are_served_and_one_who_tries_cards_is_not(
    limited: Flask, stripe: StripeClient
) -> None:
    shop = open_shop(limited, stripe, seats=30)
    people = [shop.buyer(f"p{number}") for number in range(30)]
    assert {one.state for one in people} == {"held"}
    assert len({one.open() for one in people[:12]}) == 12
    tester = people[0]
    for _ in range(4):
        _end_session(shop, tester)
        tester.open()
    _end_session(shop, tester)
    refused = tester.submit_payment()
    assert (refused.status_code, "Please wait ten minutes" in refused.text) == (429, True)
    assert people[20].open()  # everybody else still is


@pytest.mark.failure_mode(25)
def test_one_browser_holds_one_unpaid_seat_and_no_form_goes_without_its_token(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    with shop.app.app_context():
        factories.program(shop.scene.practice_id, shop.scene.mentor_id, slug="elsewhere")
    page = "/programs/elsewhere"
    token = ada.client.get(page).text.split('name="csrf_token"')[1].split('value="')[1]
    fields = {"name": "Ada", "email": "other@example.org", "csrf_token": token.split('"')[0]}
    refused = ada.client.post(f"{page}/enrolments", data=fields)
    assert (refused.status_code, "one unpaid seat at a time" in refused.text) == (422, True)
    for address in (f"{ada.place}/checkouts", f"{ada.place}/departure", f"{page}/enrolments"):
        assert ada.client.post(address).status_code == 400
    assert shop.column(Checkout.id) == []


def _end_session(shop: Shop, buyer: Buyer) -> None:
    """Their payment page ends, and their seat is held for hours yet."""
    public_id = _reference(buyer, shop)
    session_id = next(
        one
        for one in shop.sessions_at_stripe(public_id)
        if shop.stripe.session(one)["status"] == "open"
    )
    shop.stripe.expire(session_id)
    shop.send_event(EXPIRED, session_id)
    with shop.app.app_context():
        later = clock.now() + dt.timedelta(hours=5)
    shop.change(Enrolment, held_until=later)


def _reference(buyer: Buyer, shop: Shop) -> str:
    with shop.app.app_context():
        rows = db.session.scalars(db.select(Enrolment)).all()
        (mine,) = (one for one in rows if buyer.place == f"/enrolments/{one.token}")
        return str(mine.public_id)


def _bank_says(stripe: StripeClient, session_id: str, word: str) -> None:
    intent = stripe.session(session_id)["payment_intent"]
    stripe.control(f"payment_intents/{intent}", debit=word)
