"""A mentee withdraws: the page names the amount to the cent, and exactly that amount is sent."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.actions import ended_checkouts, endings
from mentorhub.enrolment.rules.refusals import CohortOver
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.periodic import send_refunds
from mentorhub.payments.rules.checkouts import CheckoutState
from tests.support import factories, practice_pages
from tests.support.applicants import assert_in_order, claim, cohort, enrolment, pass_time, states
from tests.support.dealing import Deal, bring, deal, last_event, refund_rows
from tests.support.forms import submit, token_on
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


def test_withdraw_says_what_comes_back_and_then_it_does(
    app: Flask, client: FlaskClient, found: Deal, place: str
) -> None:
    assert f'href="{place}/withdrawal"' in client.get(place).text
    page = client.get(f"{place}/withdrawal")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for words in (
        "Give up seat 1?",
        "€640 comes back to you if you withdraw today.",
        "Withdraw, and get €640 back",
        "usually arrives within five to ten days",
        "It goes to the next person in line at once. This cannot be undone",
        "50% of what you paid",
    ):
        assert words in page.text, words
    assert withdraw(client, place) == place
    page_text = client.get(place).text
    assert "You have withdrawn" in page_text
    assert 'data-refund="queued"' in page_text
    assert "€640 goes back to you." in page_text
    with app.app_context():
        assert states(found.ada, found.ben) == ["withdrawn", "held"]
        assert refund_rows() == [("queued", 64000, "withdrawn")]
        send_refunds()
        assert_in_order()
    assert "€640 has been sent back" in client.get(place).text


@pytest.mark.parametrize(
    ("days_after_start", "words", "back"),
    [
        (-14, "€640 comes back", [64000]),
        (-13, "€320 comes back", [32000]),
        (14, "€320 comes back", [32000]),
        (15, "Nothing comes back if you withdraw today.", []),
    ],
)
def test_the_amount_named_is_the_amount_sent(
    app: Flask, found: Deal, place: str, *, days_after_start: int, words: str, back: list[int]
) -> None:
    with app.app_context():
        start = cohort(found.scene).starts_on
        pass_time(hours=12 - clock.now().hour)
        pass_time(days=(start - clock.now().date()).days + days_after_start)
    client = app.test_client()
    assert words in client.get(f"{place}/withdrawal").text
    withdraw(client, place)
    kept = "nothing goes back of the €640 that was paid" in client.get(place).text
    assert kept == (not back)
    with app.app_context():
        assert [amount for _, amount, _ in refund_rows()] == back


@pytest.mark.parametrize("promised", ["", "64000", "0", "x", "-1"])
def test_another_amount_than_promised_withdraws_nothing(
    app: Flask, client: FlaskClient, found: Deal, place: str, promised: str
) -> None:
    page = f"{place}/withdrawal"
    token = token_on(client, page)
    with app.app_context():
        applicant = practice_pages.applicant_at(found.ada)
    practice_pages.submit_form(
        practice_pages.staff(app), applicant, "refunds", how_much="part", amount="1"
    )
    answer = client.post(page, data={"csrf_token": token, "promised": promised})
    assert answer.status_code == 422
    assert "The amount has changed since you opened this page, so nothing was done." in answer.text
    assert "€639 comes back" in answer.text
    with app.app_context():
        assert states(found.ada) == ["enrolled"]


def test_a_seat_that_cost_nothing_says_so(app: Flask) -> None:
    with app.app_context():
        scene = factories.scene()
        mia = factories.user("mia@example.org", "Mia Berg")
        seat, _ = factories.enrolled(scene, mia)
        place = f"/enrolments/{enrolment(seat).token}"
    client = practice_pages.staff(app, "mia@example.org")
    page = client.get(f"{place}/withdrawal").text
    assert "Nothing was paid for this seat, so nothing comes back." in page
    assert "What comes back" not in page
    withdraw(client, place)
    with app.app_context():
        assert states(seat) == ["withdrawn"]


def test_a_seat_with_an_account_is_given_up_by_that_account_only(
    app: Flask, client: FlaskClient, found: Deal, place: str
) -> None:
    page = f"{place}/withdrawal"
    token = token_on(client, page)
    with app.app_context():
        claim(found.ada)
        factories.user("mia@example.org", "Mia Berg")
    assert client.get(page).headers["Location"].startswith("/sign-in")
    posted = client.post(page, data={"csrf_token": token, "promised": "64000"})
    assert posted.headers["Location"].startswith("/sign-in")
    for email in ("mia@example.org", practice_pages.OWNER):
        other = practice_pages.staff(app, email)
        assert other.get(page).status_code == 404
        assert submit(other, page, page="/account/password", promised="64000").status_code == 404
    with app.app_context():
        assert states(found.ada) == ["enrolled"]
    mentee = practice_pages.staff(app, "ada@example.org")
    assert f'href="{page}"' in mentee.get("/my-program").text
    assert "What became of it" not in mentee.get("/my-program").text
    withdraw(mentee, place)
    assert f'href="{place}"' in mentee.get("/my-program").text
    assert f'href="{page}"' not in mentee.get("/my-program").text


def test_only_an_enrolled_seat_is_given_up_here(
    app: Flask, client: FlaskClient, found: Deal
) -> None:
    with app.app_context():
        place = f"/enrolments/{enrolment(found.ben).token}"
    assert "/withdrawal" not in client.get(place).text
    answer = client.get(f"{place}/withdrawal")
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    posted = submit(client, f"{place}/withdrawal", page=place, promised="0")
    assert (posted.status_code, posted.headers["Location"]) == (303, place)
    with app.app_context():
        assert states(found.ben) == ["waiting"]


def test_after_the_programmes_end_no_seat_is_given_up(
    app: Flask, client: FlaskClient, found: Deal, place: str
) -> None:
    page = f"{place}/withdrawal"
    token = token_on(client, page)
    with clock.moved(dt.timedelta(days=400)):
        assert "/withdrawal" not in client.get(place).text
        answers = [client.get(page), client.post(page, data={"csrf_token": token})]
        for answer in answers:
            assert (answer.status_code, answer.headers["Location"]) == (303, place)
        assert "This programme is over, so you cannot give up the seat any more." in (
            client.get(place).text
        )
        with app.app_context(), pytest.raises(CohortOver):
            endings.withdraw(found.ada, viewer=APPLICANT(found.ada))
    with app.app_context():
        assert states(found.ada) == ["enrolled"]


def test_a_payment_page_that_is_open_is_closed_first(
    app: Flask, client: FlaskClient, found: Deal, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{place}/withdrawal"
    token = token_on(client, page)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.scalars(select(Checkout)).one().state = CheckoutState.OPEN
    given = {"csrf_token": token, "promised": "64000"}
    client.post(page, data=given)  # it has been paid: nothing is given back unasked
    assert "This seat has been paid in the meantime." in client.get(place).text
    monkeypatch.setattr(ended_checkouts, "close_checkout", lambda _id: True)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.scalars(select(Checkout)).one().state = CheckoutState.OPEN
    client.post(page, data=given)  # and another one was opened just now
    assert "A payment is still being processed." in client.get(place).text
    with app.app_context():
        assert (states(found.ada), refund_rows()) == (["enrolled"], [])


def test_a_link_that_nobody_was_sent_opens_nothing(client: FlaskClient) -> None:
    assert client.get("/enrolments/nobodys/withdrawal").status_code == 404


@pytest.mark.failure_mode(26)
def test_what_a_bank_disputes_is_not_promised(
    app: Flask, client: FlaskClient, stripe: StripeClient, found: Deal, place: str
) -> None:
    with app.app_context():
        since = last_event(stripe)
        stripe.control("disputes", charge=stripe.charge_of(found.intent))
        bring(stripe, since)
    page = client.get(f"{place}/withdrawal").text
    assert "Nothing comes back if you withdraw today." in page
    assert "By the policy it would be €640." in page
    withdraw(client, place)
    assert "is disputed at the bank" in client.get(place).text
    with app.app_context():
        assert refund_rows() == []
