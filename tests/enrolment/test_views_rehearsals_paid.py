"""A rehearsal with money: at the second account, and back from there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.stripe_sandbox.settings import SECOND_SECRET
from tests.support.forms import submit
from tests.support.program_pages import state_on
from tests.support.rehearsing import Rehearsing, pay_rehearsals, rehearsing
from tests.support.stripe_client import StripeClient, signed


@pytest.fixture
def paid(app: Flask, client: FlaskClient, stripe: StripeClient) -> Rehearsing:
    """A cohort to rehearse, paid at the second account."""
    pay_rehearsals(app)
    return rehearsing(app, client)


def _mails(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
        return [
            (mail.to_address, mail.subject) for mail in rows if mail.kind.startswith("enrolment")
        ]


def test_it_is_paid_at_the_second_account_and_nothing_of_it_at_the_practices(
    paid: Rehearsing, stripe: StripeClient
) -> None:
    assert "4242 4242 4242 4242" in paid.client.get(paid.page).text
    paid.begin()
    place = paid.take_place().location
    answer = _pay(paid, stripe, place)
    assert "error" not in answer
    with paid.app.app_context():
        checkout = db.session.scalars(select(Checkout)).one()
        assert checkout.stripe_account == "rehearsal"
        assert checkout.application_fee_minor == 0
        assert checkout.parameters["customer_email"] == "ines@example.org"
        session_id = checkout.stripe_session
    assert "error" in stripe.session(str(session_id))
    event = stripe.second.events("checkout.session.completed", str(session_id))[0]
    assert event["account"] is None
    body, signature = signed(event, secret=SECOND_SECRET)
    sent = paid.app.test_client().post(
        "/stripe/events", data=body, headers={"Stripe-Signature": signature}
    )
    assert sent.status_code == 204
    paid.task("stripe-events")
    assert state_on(paid.client.get(place)) == "enrolled"


def _pay(at: Rehearsing, stripe: StripeClient, place: str) -> dict[str, object]:
    leads = submit(at.client, f"{place}/checkouts", page=place).location
    assert "/c/pay/" in leads, leads
    return stripe.second.pay(leads.rsplit("/", 1)[1])


def test_it_ends_by_hand_and_what_was_paid_goes_back_without_a_mail(
    paid: Rehearsing, stripe: StripeClient
) -> None:
    paid.begin()
    place = paid.take_place().location
    _pay(paid, stripe, place)
    paid.task("stripe-catch-up")
    with paid.app.app_context():
        checkout = db.session.scalars(select(Checkout)).one()
        session_id = checkout.stripe_session
    paid.client.get(f"{place}/return", query_string={"session_id": session_id})
    assert state_on(paid.client.get(place)) == "enrolled"
    before = len(_mails(paid.app))
    assert paid.end().location == paid.page
    paid.task("cancellations")
    paid.task("refunds")
    assert state_on(paid.client.get(place)) == "removed"
    with paid.app.app_context():
        payment = db.session.scalars(select(Payment)).one()
        assert payment.kept_minor == 0
        assert db.session.scalars(select(Refund.state)).one() == "succeeded"
    assert [kind for _, kind in _mails(paid.app)[before:] if "cancel" in kind.lower()] == []
    shown = paid.client.get(paid.page).text
    assert "The rehearsal is over" in shown
    assert "Begin another rehearsal" in shown
