"""Calling a cohort off: the page says what will happen to the last person and cent, and then it does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic.places import wind_up_cohorts
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Dispute, Payment
from tests.support import factories, practice_pages
from tests.support.applicants import assert_in_order, cohort, enrol, place_applicant, states
from tests.support.dealing import refund_rows
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

WHY = "Ines is ill.\nWe are sorry."


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Three seats."""
    with app.app_context():
        return factories.scene(seats=3)


@pytest.fixture
def owner(app: Flask, scene: Scene) -> FlaskClient:
    """Ines, signed in."""
    return practice_pages.staff(app)


@pytest.fixture
def line(app: Flask, scene: Scene) -> str:
    """The address of the line."""
    with app.app_context():
        return practice_pages.line_at(scene)


def test_cancel_cohort_says_exactly_what_will_happen(
    app: Flask, stripe: StripeClient, scene: Scene, owner: FlaskClient, line: str
) -> None:
    with app.app_context():
        ada, ben = enrol(stripe, scene, "ada"), enrol(stripe, scene, "ben")
        cleo, dora = place_applicant(scene, "cleo"), place_applicant(scene, "dora")
    practice_pages.submit_form(
        owner, practice_pages_of(app, ben), "refunds", how_much="part", amount="40"
    )
    page = owner.get(f"{line}/cancellation").text
    assert "4 people get an email" in page
    assert "2 people get everything back that is left of their payments, together €1,240." in page
    assert "disputed" not in page
    answer = practice_pages.submit_form(
        owner, line, "cancellation", reason=WHY, name=" spring  CIRCLE "
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, line)
    after = owner.get(line).text
    assert "Cancelled. Everybody gets an email" in after
    assert "Ines is ill." in after
    with app.app_context():
        wind_up_cohorts()
        assert states(ada, ben, cleo, dora) == ["removed"] * 4
        assert sum(amount for _, amount, _ in refund_rows()) == 128000
        assert_in_order()


def test_cancel_cohort_names_what_it_cannot_send_and_whom_it_leaves_alone(
    app: Flask, stripe: StripeClient, scene: Scene, owner: FlaskClient, line: str
) -> None:
    with app.app_context():
        ada, ben, cleo = (
            enrol(stripe, scene, "ada"),
            enrol(stripe, scene, "ben"),
            place_applicant(scene, "c"),
        )
        with transaction(viewer=SYSTEM) as session:
            payment = session.scalars(select(Payment).order_by(Payment.id)).first()
            assert payment is not None
            session.add(_dispute(payment, enrolment_of=ada))
            session.get_one(Enrolment, ben).complete(payment.captured_at)
            session.get_one(Enrolment, cleo).await_money()
    page = owner.get(f"{line}/cancellation").text
    assert "2 people get an email" in page
    assert "Nothing has been paid that could go back." in page
    assert "€640 is disputed by a payer’s bank." in page
    assert "1 payment is still on its way." in page
    assert "1 person has completed the programme and keeps that." in page


def test_cancel_cohort_of_an_empty_line(owner: FlaskClient, line: str) -> None:
    page = owner.get(f"{line}/cancellation").text
    assert "Nobody has a place here, so nobody gets an email." in page


@pytest.mark.parametrize(
    ("reason", "name", "words"),
    [
        ("", "Spring circle", "Please say why"),
        ("x" * 501, "Spring circle", "A reason may have 500 characters at most."),
        (WHY, "Autumn circle", "This is not its name. It is “Spring circle”."),
        (WHY, "", "This is not its name."),
    ],
)
def test_create_cancellation_refuses_beside_the_field(
    app: Flask, line: str, reason: str, name: str, words: str
) -> None:
    answer = practice_pages.submit_form(
        practice_pages.staff(app), line, "cancellation", reason=reason, name=name
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{name}"' in answer.text
    assert reason.partition("\n")[0] in answer.text


def test_create_cancellation_changes_nothing_when_refused_and_nothing_twice(
    app: Flask, scene: Scene, owner: FlaskClient, line: str
) -> None:
    practice_pages.submit_form(owner, line, "cancellation", reason=WHY, name="wrong")
    with app.app_context():
        assert cohort(scene).state.value == "published"
    for reason in ("The first.", "The second."):
        token_page = f"{line}/cancellation"
        assert owner.get(token_page).status_code == 200
        practice_pages.submit_form(owner, line, "cancellation", reason=reason, name="Spring circle")
    with app.app_context():
        assert cohort(scene).cancel_reason == "The first."
    page = owner.get(f"{line}/cancellation").text
    assert "was cancelled" in page
    assert "<textarea" not in page


def test_nobody_else_calls_a_cohort_off(app: Flask, line: str) -> None:
    practice_pages.refused(app, [f"{line}/cancellation"], [f"{line}/cancellation"])


def practice_pages_of(app: Flask, enrolment_id: int) -> str:
    """The address of an applicant's page."""
    with app.app_context():
        return practice_pages.applicant_at(enrolment_id)


def _dispute(payment: Payment, *, enrolment_of: int) -> Dispute:
    return Dispute(
        practice_id=payment.practice_id,
        payment_id=payment.id,
        stripe_dispute=f"dp_{enrolment_of}",
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        opened_at=payment.captured_at,
    )
