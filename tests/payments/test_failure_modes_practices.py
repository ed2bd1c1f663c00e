"""Two practices on one install, with currencies and zones of their own, each paid on an account of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support import factories
from tests.support.buying import Shop
from tests.support.connected_shop import now, paid, posted, thin, use_own
from tests.support.practice_pages import line_at, staff
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.failure_mode(30)
OSLO, LEEDS = ("ines@example.org", "power-networking"), ("nadia@example.org", "hundred-days")


@dataclass(frozen=True)
class Two:
    """A shop in Oslo that sells in euros and one in Leeds that sells in pounds, and their accounts."""

    oslo: Shop
    leeds: Shop
    accounts: tuple[str, str]


@pytest.fixture
def two(app: Flask, stripe: StripeClient) -> Iterator[Two]:
    oslo = _shop(app, stripe, *OSLO, currency="eur", zone="Europe/Oslo")
    leeds = _shop(app, stripe, *LEEDS, currency="gbp", zone="Europe/London")
    yield Two(oslo, leeds, (use_own(oslo), use_own(leeds)))
    stripe.clear_faults()


def _shop(
    app: Flask, stripe: StripeClient, email: str, slug: str, *, currency: str, zone: str
) -> Shop:
    with app.app_context():
        practice_id, mentor_id = factories.practice(mentor_email=email, name=slug)
        with transaction(viewer=SYSTEM) as session:
            practice = session.get_one(Practice, practice_id)
            practice.currency, practice.timezone = currency, zone
        found = factories.program(practice_id, mentor_id, slug=slug, seats=2, currency=currency)
        return Shop(app, stripe, found)


def _sold(two: Two) -> None:
    """One seat each, bought at the same time."""
    ada, ben = two.oslo.buyer("ada"), two.leeds.buyer("ben")
    sessions = ada.open(), ben.open()
    for session_id, account in zip(sessions, two.accounts, strict=True):
        assert "error" not in two.oslo.stripe.on(account).pay(session_id)
    assert ada.come_back(sessions[0]) == "enrolled"
    assert ben.come_back(sessions[1]) == "enrolled"


def test_each_is_paid_in_its_currency_on_its_account(two: Two) -> None:
    _sold(two)
    with two.oslo.app.app_context():
        columns = Payment.practice_id, Payment.stripe_account, Payment.currency
        rows = db.session.execute(select(*columns).order_by(Payment.id)).all()
        assert [tuple(row) for row in rows] == [
            (two.oslo.scene.practice_id, two.accounts[0], "eur"),
            (two.leeds.scene.practice_id, two.accounts[1], "gbp"),
        ]
        assert {name: found for name, found in audit.run().items() if found} == {}


def test_a_page_of_one_is_no_page_of_the_others_account(two: Two) -> None:
    session_id = two.oslo.buyer("ada").open()
    assert "error" in two.oslo.stripe.on(two.accounts[1]).pay(session_id)
    assert "error" not in two.oslo.stripe.on(two.accounts[0]).pay(session_id)


def test_the_prices_stand_on_the_pages_in_their_currencies(two: Two) -> None:
    visitor = two.oslo.app.test_client()
    assert "€640" in visitor.get(f"/programs/{OSLO[1]}").text
    assert "£640" in visitor.get(f"/programs/{LEEDS[1]}").text


def test_neither_mentor_sees_the_other(two: Two) -> None:
    _sold(two)
    with two.oslo.app.app_context():
        lines = line_at(two.oslo.scene), line_at(two.leeds.scene)
    ours = (OSLO[0], lines[0], "Ada"), (LEEDS[0], lines[1], "Ben")
    for (email, own, applicant), (_email, other, stranger) in (ours, ours[::-1]):
        client = staff(two.oslo.app, email)
        line = client.get(own).text
        assert (applicant in line, stranger in line) == (True, False)
        assert client.get(other).status_code == 404
        listed = client.get("/practice/cohorts").text
        assert (own in listed, other in listed) == (True, False)


def test_refunds_go_back_on_the_account_that_was_paid(two: Two) -> None:
    _sold(two)
    with two.oslo.app.app_context(), transaction(viewer=SYSTEM) as session:
        for payment in session.scalars(select(Payment)):
            payment.send_back(payment.amount_minor, reason="test", now=payment.captured_at)
    two.oslo.task("refunds")
    assert two.oslo.column(Refund.stripe_account) == list(two.accounts)
    assert two.oslo.column(Refund.state) == ["succeeded", "succeeded"]


def test_one_account_that_is_closed_stops_one_practice(two: Two, stripe: StripeClient) -> None:
    stripe.control(f"accounts/{two.accounts[1]}", closed=True)
    assert posted(two.leeds, thin(two.accounts[1])) == 204
    two.leeds.task("stripe-events")
    assert now(two.leeds)[2] is False
    assert now(two.oslo) == (two.accounts[0], "ready", True)
    ben = two.leeds.buyer("ben")
    assert "Payments are stopped just now" in ben.page()
    paid(two.oslo, two.oslo.buyer("ada"), two.accounts[0])
