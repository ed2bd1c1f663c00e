"""The practice sends money back from an applicant's page: a part, all of it, never what a bank disputes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.periodic import send_refunds
from tests.support import practice_pages
from tests.support.applicants import states
from tests.support.dealing import Deal, bring, deal, last_event, refund_rows
from tests.support.forms import submit
from tests.support.stripe_client import StripeClient

WHY = "We agreed on the phone that it does not fit."


@pytest.fixture
def found(app: Flask, stripe: StripeClient) -> Deal:
    """Ada has paid the only seat, Ben waits."""
    with app.app_context():
        return deal(stripe)


@pytest.fixture
def owner(app: Flask, found: Deal) -> FlaskClient:
    """Ines, signed in."""
    return practice_pages.staff(app)


@pytest.fixture
def ada(app: Flask, found: Deal) -> str:
    """The address of Ada's page."""
    with app.app_context():
        return practice_pages.applicant_at(found.ada)


def test_create_refund_of_a_part_leaves_the_seat(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    answer = practice_pages.submit_form(owner, ada, "refunds", how_much="part", amount="€ 100,5")
    assert answer.status_code == 303
    page = owner.get(ada).text
    assert "€100.50 goes back. An email says so." in page
    assert "Asked for; about to be sent to Stripe." in page
    with app.app_context():
        assert states(found.ada, found.ben) == ["enrolled", "waiting"]
        send_refunds()
    assert "Sent back by Stripe." in owner.get(ada).text


def test_create_refund_of_all_frees_the_seat(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    assert "All of it ends the seat" in owner.get(ada).text
    assert practice_pages.submit_form(owner, ada, "refunds", how_much="all").status_code == 303
    with app.app_context():
        assert states(found.ada, found.ben) == ["removed", "held"]
    assert "Ended: refunded in full" in owner.get(ada).text


@pytest.mark.parametrize(
    "amount", ["", "0", "-5", "1,000", "10.001", "ten", "1e3", "٣", "9" * 5000, "0.00"]
)
def test_create_refund_takes_only_an_amount_of_the_currency(
    app: Flask, owner: FlaskClient, ada: str, amount: str
) -> None:
    answer = practice_pages.submit_form(owner, ada, "refunds", how_much="part", amount=amount)
    assert answer.status_code == 422
    assert "Please write an amount such as 320.00." in answer.text
    assert f'value="{amount}"' in answer.text
    with app.app_context():
        assert refund_rows() == []


def test_create_refund_stops_at_what_is_left(app: Flask, owner: FlaskClient, ada: str) -> None:
    practice_pages.submit_form(owner, ada, "refunds", how_much="part", amount="600")
    answer = practice_pages.submit_form(owner, ada, "refunds", how_much="part", amount="40.01")
    assert answer.status_code == 422
    assert "No more than €40 can go back." in answer.text
    practice_pages.submit_form(owner, ada, "refunds", how_much="all")
    again = submit(owner, f"{ada}/refunds", page=ada, how_much="all")
    assert again.status_code == 422
    assert "There is nothing left that could go back." in again.text
    with app.app_context():
        assert sum(amount for _, amount, _ in refund_rows()) == 64000


@pytest.mark.failure_mode(26)
def test_nothing_is_refunded_while_a_bank_disputes_it(
    app: Flask, stripe: StripeClient, found: Deal, owner: FlaskClient, ada: str
) -> None:
    with app.app_context():
        since = last_event(stripe)
        stripe.control("disputes", charge=stripe.charge_of(found.intent))
        bring(stripe, since)
    page = owner.get(ada).text
    assert "While that is open nothing can be refunded here" in page
    assert "The payer’s bank asks for €640 back." in page
    assert "because the payment is disputed" in page
    assert f"{ada}/refunds" not in page
    answer = submit(owner, f"{ada}/refunds", page=ada, how_much="part", amount="10")
    assert answer.status_code == 422
    assert "The payer’s bank has asked for this money back" in answer.text
    with app.app_context():
        assert refund_rows() == []


def test_a_refund_that_failed_says_so(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    practice_pages.submit_form(owner, ada, "refunds", how_much="part", amount="10")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        refund = session.scalars(select(Refund)).one()
        refund.move("fail")
        refund.failure_reason = "lost_or_stolen_card"
    page = owner.get(ada).text
    assert "Failed: the money is still here." in page
    assert "lost_or_stolen_card" in page
