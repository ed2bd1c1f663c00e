"""Back from Stripe by an address that Stripe may keep: it opens the way back, for a while, and nothing else."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from tests.support import factories
from tests.support.program_pages import do, state_on, submit_form
from tests.support.stripe_client import StripeClient


@pytest.fixture
def place(app: Flask, client: FlaskClient) -> str:
    """The address of Ada's held seat, the only one there is."""
    with app.app_context():
        factories.scene(seats=1)
    return submit_form(client).location


def _opened(client: FlaskClient, stripe: StripeClient, place: str) -> tuple[str, str, str]:
    """A payment page's session, and the two paths that lead back from it, paid and unpaid."""
    session_id = do(client, place, "checkouts").location.rsplit("/", 1)[1]
    found = stripe.session(session_id)
    paid = found["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id)
    return session_id, paid.removeprefix("http://localhost"), _path(found["cancel_url"])


def _path(url: str) -> str:
    return urlsplit(url).path


def test_stripe_receives_nothing_that_opens_the_seat(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id, paid, unpaid = _opened(client, stripe, place)
    token = place.removeprefix("/enrolments/")
    assert token not in str(stripe.session(session_id))
    assert _path(paid) == unpaid
    for other in ("", ".json", "/withdrawal"):
        assert client.get(unpaid.removesuffix("/return") + other).status_code == 404
    for action in ("checkouts", "departure", "claim", "welcome-links", "confirmation"):
        form = {"csrf_token": client.get(place).text.split('"csrf_token" value="')[1].split('"')[0]}
        answer = client.post(f"{unpaid.removesuffix('/return')}/{action}", data=form)
        assert answer.status_code == 404
    assert state_on(client.get(place)) == "held"


def test_the_browser_that_went_to_pay_comes_back_to_its_seat(
    client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id, paid, unpaid = _opened(client, stripe, place)
    assert client.get(unpaid).location == place
    stripe.pay(session_id)
    assert client.get(paid).location == place
    page = client.get(place)
    assert state_on(page) == "enrolled"
    assert "Sign in and take your seat" in page.text


def test_any_other_browser_sees_how_it_went_and_no_more(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id, paid, _unpaid = _opened(client, stripe, place)
    other = app.test_client()
    before = other.get(paid)
    assert (before.status_code, "Nothing has been paid yet" in before.text) == (200, True)
    stripe.pay(session_id)
    after = other.get(paid)
    assert "the payment has arrived" in after.text
    assert after.headers["Referrer-Policy"] == "no-referrer"
    for secret in (place, "ada@example.org", "Ada", "Lovelace"):
        assert secret not in before.text + after.text
    assert state_on(client.get(place)) == "enrolled"


def test_a_browser_that_pays_for_another_seat_is_any_other(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    _session, paid, _unpaid = _opened(client, stripe, place)
    with app.app_context():
        factories.program(*factories.practice(mentor_email="other@example.org"), slug="other")
    other = app.test_client()
    theirs = submit_form(other, "other", email="ben@example.org").location
    do(other, theirs, "checkouts")
    assert other.get(paid).status_code == 200
    assert client.get(paid).location == place


def test_the_way_back_ends_an_hour_after_the_payment_page(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id, paid, _unpaid = _opened(client, stripe, place)
    ends = dt.datetime.fromtimestamp(stripe.session(session_id)["expires_at"], dt.UTC)
    with app.app_context():
        left = ends + dt.timedelta(hours=1) - clock.now()
    with clock.moved(left - dt.timedelta(seconds=5)):
        assert client.get(paid).status_code == 303
    with clock.moved(left + dt.timedelta(seconds=1)):
        assert client.get(paid).status_code == 404


def test_pages_that_stripe_got_before_still_lead_back(
    app: Flask, client: FlaskClient, stripe: StripeClient, place: str
) -> None:
    session_id, _paid, _unpaid = _opened(client, stripe, place)
    stripe.pay(session_id)
    other = app.test_client()
    assert other.get(f"{place}/return?session_id={session_id}").location == place
