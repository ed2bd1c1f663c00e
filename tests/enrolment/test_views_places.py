"""An applicant's own place through the page: paying, returning, passing, leaving; a stranger's link opens nothing."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.program_pages import do, state_on, submit_form
from tests.support.stripe_client import StripeClient


@pytest.fixture
def place(app: Flask, client: FlaskClient) -> str:
    """The address of Ada's held seat, the only one there is."""
    with app.app_context():
        factories.scene(seats=1)
    return submit_form(client).location


def _session_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


def _run_task(app: Flask, name: str) -> None:
    app.extensions["mentorhub.jobs"].run(name)


def test_the_button_leads_to_stripes_page(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    answer = do(client, place, "checkouts")
    assert answer.location.startswith(stripe.url)
    assert do(client, place, "checkouts").location == answer.location


def test_back_from_paying_the_seat_is_enrolled_at_once(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    stripe.pay(session_id)
    answer = client.get(f"{place}/return?session_id={session_id}")
    assert (answer.status_code, answer.location) == (303, place)
    page = client.get(place)
    assert state_on(page) == "enrolled"
    assert "Seat 1 is yours" in page.text


@pytest.mark.failure_mode(27)
def test_the_return_page_proves_nothing_by_itself(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    for invented in ("", "cs_test_invented", session_id):
        client.get(f"{place}/return", query_string={"session_id": invented})
        assert state_on(client.get(place)) == "held"
    stripe.pay(session_id)
    other = submit_form(app.test_client(), name="Ben", email="ben@example.org").location
    client.get(f"{other}/return?session_id={session_id}")
    assert state_on(client.get(other)) == "waiting"
    assert state_on(client.get(place)) == "held"


def test_submitting_back_after_paying_shows_the_seat(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    stripe.pay(session_id)
    client.get(f"{place}/return?session_id={session_id}")
    token = client.get("/programs/power-networking").text.split('name="csrf_token"')[1]
    again = client.post(
        f"{place}/checkouts", data={"csrf_token": token.split('value="')[1].split('"')[0]}
    )
    assert again.location == place
    assert "nothing to pay here now" in client.get(place).text


def _silence(monkeypatch: pytest.MonkeyPatch, call: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> CheckoutSessionData:
        raise error

    monkeypatch.setattr(stripe_sessions, call, fail)


def test_without_stripe_the_seat_is_kept_and_the_page_says_so(
    client: FlaskClient, stripe: StripeClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _silence(monkeypatch, "open_session", StripeUnavailable())
    assert do(client, place, "checkouts").location == place
    page = client.get(place)
    assert "Your seat is kept; please try again" in page.text
    assert state_on(page) == "held"


def test_a_refused_checkout_is_said_plainly(
    client: FlaskClient, stripe: StripeClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _silence(monkeypatch, "open_session", StripeRefused("account_invalid", "no"))
    do(client, place, "checkouts")
    assert "refused to open a payment page" in client.get(place).text


def test_an_unanswered_return_is_checked_later(
    app: Flask,
    client: FlaskClient,
    stripe: StripeClient,
    place: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    stripe.pay(session_id)
    with monkeypatch.context() as patch:
        _silence(patch, "session", StripeUnavailable())
        client.get(f"{place}/return?session_id={session_id}")
    assert "Your payment is being checked" in client.get(place).text
    clock.advance(dt.timedelta(minutes=36))
    _run_task(app, "checkouts")
    assert state_on(client.get(place)) == "enrolled"


def test_a_seat_let_go_is_offered_on(app: Flask, client: FlaskClient, place: str) -> None:
    ben = app.test_client()
    waiting = submit_form(ben, name="Ben", email="ben@example.org").location
    do(client, place, "departure")
    assert state_on(client.get(place)) == "left"
    page = ben.get(waiting)
    assert state_on(page) == "held"
    assert "A seat has come free" in page.text


def test_leaving_with_an_open_payment_closes_it_first(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    do(client, place, "departure")
    assert state_on(client.get(place)) == "left"
    assert stripe.session(session_id)["status"] == "expired"


def test_leaving_a_seat_that_was_just_paid_keeps_it(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id = _session_of(do(client, place, "checkouts").location)
    stripe.pay(session_id)
    do(client, place, "departure")
    page = client.get(place)
    assert state_on(page) == "enrolled"
    assert "This seat has been paid in the meantime" in page.text


def test_leaving_while_stripe_is_silent_changes_nothing(
    client: FlaskClient, stripe: StripeClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(client, place, "checkouts")
    _silence(monkeypatch, "expire_session", StripeUnavailable())
    do(client, place, "departure")
    page = client.get(place)
    assert state_on(page) == "held"
    assert "nothing was changed" in page.text


def test_an_offer_is_passed_on_and_the_place_kept(
    app: Flask, client: FlaskClient, place: str
) -> None:
    ben, cleo = app.test_client(), app.test_client()
    second = submit_form(ben, name="Ben", email="ben@example.org").location
    third = submit_form(cleo, name="Cleo", email="cleo@example.org").location
    do(client, place, "departure")
    do(ben, second, "pass")
    assert state_on(ben.get(second)) == "waiting"
    assert state_on(cleo.get(third)) == "held"


def test_a_paid_offer_is_not_passed(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    ben = app.test_client()
    second = submit_form(ben, name="Ben", email="ben@example.org").location
    do(client, place, "departure")
    stripe.pay(_session_of(do(ben, second, "checkouts").location))
    do(ben, second, "pass")
    assert state_on(ben.get(second)) == "enrolled"


def test_a_seat_without_an_offer_cannot_be_passed(client: FlaskClient, place: str) -> None:
    from_page = client.get(place).text
    assert f"{place}/pass" not in from_page
    token = from_page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post(f"{place}/pass", data={"csrf_token": token}).status_code == 404


def test_a_free_seat_is_taken_by_confirming(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene(price_minor=0)
    place = submit_form(client).location
    do(client, place, "confirmation")
    assert state_on(client.get(place)) == "enrolled"


def test_a_priced_seat_is_not_taken_by_confirming(client: FlaskClient, place: str) -> None:
    do(client, place, "confirmation")
    assert state_on(client.get(place)) == "held"


@pytest.mark.parametrize("action", ["", "/return", ".json"])
def test_an_unknown_or_tampered_link_is_404(client: FlaskClient, place: str, action: str) -> None:
    token = place.removeprefix("/enrolments/")
    for bad in ("nonsense", token[:-2], token + "x", "x" * 300):
        assert client.get(f"/enrolments/{bad}{action}").status_code == 404


@pytest.mark.parametrize("action", ["checkouts", "departure", "pass", "confirmation", "arrivals"])
def test_a_strange_link_does_nothing(client: FlaskClient, place: str, action: str) -> None:
    token = client.get(place).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/enrolments/nonsense/{action}", data={"csrf_token": token})
    assert answer.status_code == 404
    assert client.post(f"{place}/{action}").status_code == 400
    assert state_on(client.get(place)) == "held"
