"""One applicant as the practice sees them: the history, ending the place, a payment that is not what was asked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Payment
from tests.support import factories, practice_pages
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    mails_to,
    place_applicant,
    states,
)
from tests.support.dealing import Deal, deal, open_findings, refund_rows
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


def test_show_applicant_shows_the_whole_history(owner: FlaskClient, ada: str) -> None:
    page = owner.get(ada).text
    events = ["Joined the line", "Got a seat, held for a while", ">Enrolled<"]
    assert sorted(events, key=page.index) == events
    for words in ("ada@example.org", "€640", "paid on", "1 of 1", "End this place"):
        assert words in page, words


def test_show_applicant_names_a_payer_who_is_somebody_else(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    assert "another address than the applicant’s" not in owner.get(ada).text
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Payment, found.payment_id).payer_email = "boss@example.org"
    page = owner.get(ada).text
    assert "boss@example.org" in page
    assert "another address than the applicant’s" in page


def test_show_applicant_of_somebody_who_waits(app: Flask, found: Deal, owner: FlaskClient) -> None:
    with app.app_context():
        address = practice_pages.applicant_at(found.ben)
    page = owner.get(address).text
    assert "Nothing has been paid." in page
    assert "The place in line ends." in page
    assert "/refunds" not in page


def test_nobody_else_sees_an_applicant(app: Flask, ada: str) -> None:
    actions = [f"{ada}/{action}" for action in ("removal", "refunds", "acceptance", "refusal")]
    practice_pages.refused(app, [ada], actions)


def test_create_removal_ends_the_place_and_says_why(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    answer = practice_pages.submit_form(
        owner, ada, "removal", reason=WHY, how_much="part", amount="320.50"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, ada)
    page = owner.get(ada).text
    assert "This place has ended. An email says so" in page
    assert "Ended by the practice" in page
    assert "€320.50 back" in page
    assert "by Ines Halvorsen" in page
    assert "There is nothing to end: this place has ended." in page
    with app.app_context():
        assert states(found.ada, found.ben) == ["removed", "held"]
        assert refund_rows() == [("queued", 32050, "removed")]
        assert mails_to("ada")[-1] == "enrolment.removed"
        assert_in_order()


@pytest.mark.parametrize(("how_much", "back"), [("all", [64000]), ("nothing", [])])
def test_create_removal_sends_all_or_nothing(
    app: Flask, owner: FlaskClient, ada: str, how_much: str, back: list[int]
) -> None:
    practice_pages.submit_form(owner, ada, "removal", reason=WHY, how_much=how_much)
    with app.app_context():
        assert [amount for _, amount, _ in refund_rows()] == back


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": " "}, "Please say why"),
        ({"reason": "x" * 501}, "A reason may have 500 characters at most."),
        ({"how_much": "half"}, "Please choose how much goes back."),
        ({"how_much": "part", "amount": ""}, "Please write an amount such as 320.00."),
        ({"how_much": "part", "amount": "640.01"}, "No more than €640 can go back."),
    ],
)
def test_create_removal_refuses_beside_the_field(
    app: Flask, owner: FlaskClient, ada: str, given: dict[str, str], words: str
) -> None:
    answer = practice_pages.submit_form(owner, ada, "removal", **{"reason": WHY, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert given.get("reason", WHY).strip() in answer.text
    with app.app_context():
        assert refund_rows() == []


def test_create_removal_closes_an_open_payment_page_first(
    app: Flask, stripe: StripeClient, found: Deal, owner: FlaskClient
) -> None:
    with app.app_context():
        scene = factories.program(found.scene.practice_id, found.scene.mentor_id, slug="another")
        dora = place_applicant(scene, "dora")
        _, session_id = checkout_session(dora)
        address = practice_pages.applicant_at(dora)
    assert "open until" in owner.get(address).text
    assert practice_pages.submit_form(owner, address, "removal", reason=WHY).status_code == 303
    assert stripe.session(session_id)["status"] == "expired"
    with app.app_context():
        assert states(dora) == ["removed"]


def test_create_removal_ends_nothing_that_was_paid_in_that_moment(
    app: Flask, stripe: StripeClient, found: Deal, owner: FlaskClient
) -> None:
    with app.app_context():
        scene = factories.program(found.scene.practice_id, found.scene.mentor_id, slug="another")
        dora = place_applicant(scene, "dora")
        _, session_id = checkout_session(dora)
        stripe.pay(session_id)
        address = practice_pages.applicant_at(dora)
    practice_pages.submit_form(owner, address, "removal", reason=WHY)
    assert "This seat has been paid in the meantime." in owner.get(address).text
    with app.app_context():
        assert states(dora) == ["enrolled"]


def test_what_has_ended_is_not_ended_again(
    app: Flask, found: Deal, owner: FlaskClient, ada: str
) -> None:
    with app.app_context():
        address = practice_pages.applicant_at(found.ben)
    practice_pages.submit_form(owner, address, "removal", reason=WHY)
    practice_pages.submit_form(owner, ada, "refunds", how_much="all")
    with app.app_context():
        kept = mails_to("ben")
    assert submit(owner, f"{address}/removal", page=address, reason=WHY).status_code == 303
    with app.app_context():
        assert mails_to("ben") == kept


@pytest.fixture
def mismatch(
    app: Flask, stripe: StripeClient, stripe_answers: dict[str, object]
) -> tuple[int, int, str]:
    """(ada, ben, Ada's page): Ada has paid the only seat, but Stripe tells of another price."""
    with app.app_context():
        scene = factories.scene(seats=1)
        ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
        checkout_id, session_id = checkout_session(ada)
        stripe.pay(session_id)
        stripe_answers["amount_subtotal"] = 100
        fulfil(checkout_id)
        db.session.scalars(select(Payment)).one().amount_minor = 63000
        db.session.commit()
        return ada, ben, practice_pages.applicant_at(ada)


def test_a_mismatch_shows_asked_and_paid(app: Flask, mismatch: tuple[int, int, str]) -> None:
    owner = practice_pages.staff(app)
    page = owner.get(mismatch[2]).text
    assert page.index("Asked") < page.index("€640") < page.index("Accept €630")
    assert "Refund €630" in page
    assert "nothing can be refunded" in page
    for action, fields in (("removal", {"reason": WHY}), ("refunds", {"how_much": "all"})):
        answer = practice_pages.submit_form(owner, mismatch[2], action, **fields)
        assert answer.status_code == 422
        assert "The payment is on its way." in answer.text


@pytest.mark.parametrize(
    ("action", "after", "words"),
    [
        ("acceptance", ["enrolled", "waiting"], "Accepted. The seat is enrolled."),
        ("refusal", ["removed", "held"], "All of it goes back."),
    ],
)
def test_a_mismatch_is_decided_once(
    app: Flask, mismatch: tuple[int, int, str], action: str, after: list[str], words: str
) -> None:
    ada, ben, address = mismatch
    owner = practice_pages.staff(app)
    for message in (words, "This has been decided already."):
        assert practice_pages.submit_form(owner, address, action).status_code == 303
        assert message in owner.get(address).text
    with app.app_context():
        assert states(ada, ben) == after
        assert open_findings() == []


def test_a_mismatch_of_a_place_that_has_ended_can_only_be_sent_back(
    app: Flask, mismatch: tuple[int, int, str]
) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        one = session.get_one(Enrolment, mismatch[0])
        one.end("decline", now=one.arrived_at)
    page = practice_pages.staff(app).get(mismatch[2]).text
    assert "The place had ended before it was paid." in page
    assert f"{mismatch[2]}/acceptance" not in page
    assert f"{mismatch[2]}/refusal" in page
