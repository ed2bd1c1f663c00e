"""Failure modes of paying that need many at once: two tabs, twenty fulfilments, fifty buyers of a slow Stripe."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment
from mentorhub.schedule import PERIODIC_TASKS
from tests.races.racing import Action, at_once, offenders, submit_form
from tests.support import factories
from tests.support.applicants import arrive, checkout_session, place_applicant
from tests.support.buying import COMPLETED
from tests.support.stripe_client import StripeClient, signed

BUYERS, LATENCY_SECONDS, WITHIN_SECONDS = 50, 3, 10


@pytest.fixture
def slow(stripe: StripeClient) -> Iterator[StripeClient]:
    """A Stripe that takes three seconds to make a session."""
    stripe.fault(
        kind="latency",
        seconds=LATENCY_SECONDS,
        method="POST",
        path="/v1/checkout/sessions$",
        times=None,
    )
    yield stripe
    stripe.clear_faults()


@pytest.mark.failure_mode(2)
def test_two_tabs_at_once_make_one_hold_and_one_session(
    racing: Flask, stripe: StripeClient
) -> None:
    with racing.app_context():
        scene = factories.scene(seats=3)
        arrivals = [lambda: arrive(scene, "ada")] * 2  # the same browser, the same address
    at_once(racing, arrivals)
    with racing.app_context():
        place_applicant(scene, "ben")
        (ada, _ben) = db.session.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()
    found: list[str] = []
    assert at_once(racing, [lambda: found.append(open_checkout(ada))] * 2) == []
    assert len(set(found)) == 1
    with racing.app_context():
        assert len(db.session.scalars(select(Checkout.id)).all()) == 1
    assert offenders(racing) == {}


@pytest.mark.failure_mode(6)
def test_twenty_fulfilments_at_once_are_one_seat_one_entry_one_mail(
    racing: Flask, stripe: StripeClient
) -> None:
    racing.extensions["mentorhub.jobs"].take(PERIODIC_TASKS)
    with racing.app_context():
        scene = factories.scene(seats=2)
        ada = place_applicant(scene, "ada")
        checkout_id, session_id = checkout_session(ada)
        token = db.session.get_one(Enrolment, ada).token
    stripe.pay(session_id)
    body, signature = signed(stripe.events(COMPLETED, session_id)[0])

    def come_back() -> None:
        page = f"/enrolments/{token}/return?session_id={session_id}"
        assert racing.test_client().get(page).status_code == 303

    def be_told() -> None:
        headers = {"Stripe-Signature": signature}
        answer = racing.test_client().post("/stripe/events", data=body, headers=headers)
        assert answer.status_code == 204
        racing.extensions["mentorhub.jobs"].run("stripe-events")

    actions: list[Callable[[], object]] = [come_back, be_told, Action(fulfil, (checkout_id,))]
    assert at_once(racing, (actions * 7)[:20]) == []
    with racing.app_context():
        assert db.session.get_one(Enrolment, ada).state.value == "enrolled"
        assert db.session.scalar(select(func.count(Payment.id))) == 1
        kinds = db.session.scalars(select(LineEntry.kind).order_by(LineEntry.number)).all()
        assert kinds.count("enrolled") == 1
        mails = db.session.scalars(select(OutboxMail.kind)).all()
        assert mails.count("enrolment.enrolled") == 1
    assert offenders(racing) == {}


@pytest.mark.failure_mode(22)
def test_fifty_buyers_of_a_slow_stripe_are_answered_while_the_line_goes_on(
    racing: Flask, slow: StripeClient
) -> None:
    with racing.app_context():
        scene = factories.scene(seats=BUYERS)
        buyers = [place_applicant(scene, f"p{number}") for number in range(BUYERS)]
    settled: list[float] = []

    def join() -> None:
        time.sleep(LATENCY_SECONDS / 2)  # by now every buyer waits for Stripe
        began = time.monotonic()
        submit_form(scene, 1000)()
        settled.append(time.monotonic() - began)

    began = time.monotonic()
    actions = [Action(open_checkout, (one,)) for one in buyers]
    assert at_once(racing, [*actions, join]) == []
    assert time.monotonic() - began < WITHIN_SECONDS
    assert settled[0] < LATENCY_SECONDS / 2  # nobody held the seats' lock over the call
    with racing.app_context():
        states = db.session.scalars(select(Checkout.state)).all()
        assert [one.value for one in states] == ["open"] * BUYERS
    assert offenders(racing) == {}
