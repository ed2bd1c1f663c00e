"""After a withdrawal the status page says where the money is: asked for, on its way, sent back, failed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Refund
from tests.support.applicants import enrolment
from tests.support.dealing import Deal, deal, refund_rows
from tests.support.paying_in_parts import parts
from tests.support.practice_pages import withdraw
from tests.support.stripe_client import StripeClient


@pytest.fixture
def found(app: Flask, stripe: StripeClient) -> Deal:
    """Ada has paid the only seat, Ben waits."""
    with app.app_context():
        return deal(stripe)


@pytest.fixture
def place(app: Flask, found: Deal) -> str:
    """The address of Ada's own page."""
    with app.app_context():
        return f"/enrolments/{enrolment(found.ada).token}"


@pytest.mark.failure_mode(13)
@pytest.mark.parametrize(
    ("verbs", "words"),
    [
        (("send",), "is on its way back to you"),
        (("send", "succeed"), "has been sent back"),
        (("send", "succeed", "fail"), "could not be sent back: the bank did not take it."),
        (("cancel",), "could not be sent back"),
    ],
)
def test_the_status_page_says_where_the_money_is(
    app: Flask, client: FlaskClient, place: str, verbs: tuple[str, ...], words: str
) -> None:
    withdraw(client, place)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        refund = session.scalars(select(Refund)).one()
        for verb in verbs:
            refund.move(verb)
    page = client.get(place).text
    assert words in page
    assert f'data-refund="{_state(app)}"' in page


def test_a_refund_made_by_hand_instead_is_mentioned_once(
    app: Flask, client: FlaskClient, place: str
) -> None:
    withdraw(client, place)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        refund = session.scalars(select(Refund)).one()
        refund.failure_reason = "refunded_in_dashboard"
        refund.move("cancel")
    assert "data-refund" not in client.get(place).text


def _state(app: Flask) -> str:
    with app.app_context():
        return refund_rows()[0][0]


def test_payments_still_to_come_are_said_not_to_be_taken(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        place = f"/enrolments/{enrolment(parts(stripe).ada).token}"
    page = client.get(f"{place}/withdrawal").text
    assert "The €426.66 that is still to come is not taken any more." in page
