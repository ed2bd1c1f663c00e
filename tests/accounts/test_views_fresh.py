"""Security-relevant actions ask for a sign-in within the last quarter of an hour, and lead back."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit, token_on

AGAIN = "/sign-in/again"
INSIDE = "/account/password"
LATER = dt.timedelta(minutes=16)


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> FlaskClient:
    """A user with a password, signed in just now."""
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    factories.sign_in(client, "amara@example.org")
    return client


def test_a_delicate_page_opens_for_a_quarter_of_an_hour(amara: FlaskClient) -> None:
    with clock.moved(dt.timedelta(minutes=14)):
        assert amara.get(INSIDE).status_code == 200
    with clock.moved(LATER):
        response = amara.get(INSIDE + "?from=mail")
        assert response.status_code == 303
        assert response.location == f"{AGAIN}?next=/account/password?from%3Dmail"


def test_what_is_not_delicate_stays_open(amara: FlaskClient) -> None:
    with clock.moved(dt.timedelta(days=1)):
        assert amara.get("/start").location != "/sign-in"


def test_the_password_makes_it_fresh_and_leads_back(amara: FlaskClient) -> None:
    with clock.moved(LATER):
        page = amara.get(INSIDE).location
        assert "Please sign in again" in amara.get(page).text
        response = submit(amara, AGAIN, page=page, password=factories.PASSWORD, next=INSIDE)
        assert (response.status_code, response.location) == (303, INSIDE)
        assert amara.get(INSIDE).status_code == 200


def test_who_has_a_second_factor_shows_that_again_too(app: Flask, amara: FlaskClient) -> None:
    with app.app_context():
        factories.give_authenticator(db.session.scalars(select(User.id)).one())
        db.session.rollback()
    with clock.moved(LATER):
        led = submit(amara, AGAIN, page=AGAIN, password=factories.PASSWORD, next=INSIDE)
        assert led.location == f"/sign-in/factor?next={INSIDE}"
        assert amara.get(INSIDE).location.startswith("/sign-in?")
        with app.app_context():
            code = factories.code_of("amara@example.org")
        led = submit(amara, led.location, page=led.location, code=code, next=INSIDE)
        assert (led.location, amara.get(INSIDE).status_code) == (INSIDE, 200)


@pytest.mark.parametrize(
    ("page", "action"),
    [
        ("/account/email", "/account/email"),
        ("/account/devices", "/account/devices/endings"),
        ("/account/devices", "/account/devices/made-up/ending"),
    ],
)
def test_address_and_devices_are_delicate(amara: FlaskClient, page: str, action: str) -> None:
    fields = {"csrf_token": token_on(amara, INSIDE), "email": "new@example.org"}
    with clock.moved(LATER):
        asked = amara.post(action, data=fields, headers={"Referer": f"http://localhost{page}"})
        assert (asked.status_code, asked.location) == (303, f"{AGAIN}?next={page}")


def test_guessing_the_password_again_waits_as_at_the_first_sign_in(
    app: Flask, amara: FlaskClient
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    codes = [submit(amara, AGAIN, page=AGAIN, password="no").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_signing_in_again_leads_nowhere_else(amara: FlaskClient, elsewhere: str) -> None:
    response = submit(amara, AGAIN, page=AGAIN, password=factories.PASSWORD, next=elsewhere)
    assert response.location == "/start"


def test_a_wrong_password_leaves_it_stale(amara: FlaskClient) -> None:
    with clock.moved(LATER):
        wrong = submit(amara, AGAIN, page=AGAIN, password="not my passphrase", next=INSIDE)
        assert wrong.status_code == 422 and "This is not your password" in wrong.text
        assert 'value="/account/password"' in wrong.text
        empty = submit(amara, AGAIN, page=AGAIN, password="")
        assert empty.status_code == 422 and "Please type your password" in empty.text
        assert amara.get(INSIDE).status_code == 303


def test_a_mailed_link_makes_it_fresh_and_leads_back(app: Flask, amara: FlaskClient) -> None:
    with clock.moved(LATER):
        answer = submit(amara, f"{AGAIN}/links", page=AGAIN, next=INSIDE)
        assert answer.status_code == 200 and "amara@example.org" in answer.text
        assert [mail.to_address for mail in mails(app)] == ["amara@example.org"]
        link = link_of(app, "sign_in_link")
        assert link.endswith(f"?next={INSIDE}")
        response = submit(amara, link, page=link)
        assert response.location == INSIDE
        assert amara.get(INSIDE).status_code == 200


def test_a_mailed_link_leads_nowhere_else(app: Flask, amara: FlaskClient) -> None:
    submit(amara, f"{AGAIN}/links", page=AGAIN, next="//evil.example")
    assert "next" not in link_of(app, "sign_in_link")


def test_who_has_no_password_is_offered_the_link_alone(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("bare@example.org", password=None)
    submit(client, "/sign-in/links", page="/sign-in", email="bare@example.org")
    link = link_of(app, "sign_in_link")
    submit(client, link, page=link)
    page = client.get(AGAIN).text
    assert 'name="password"' not in page and "Email me a link" in page
    refused = submit(client, AGAIN, page=AGAIN, password=factories.PASSWORD)
    assert refused.status_code == 422


def test_a_stale_post_does_nothing_and_leads_back_to_its_page(amara: FlaskClient) -> None:
    fields = {"csrf_token": token_on(amara, INSIDE), "password": "another quiet passphrase"}
    with clock.moved(LATER):
        for referer, back in (
            ("http://localhost" + INSIDE, f"{AGAIN}?next={INSIDE}"),
            ("https://evil.example/", AGAIN),
            ("", AGAIN),
        ):
            response = amara.post(INSIDE, data=fields, headers={"Referer": referer})
            assert (response.status_code, response.location) == (303, back)


def test_signing_in_again_is_for_the_signed_in(client: FlaskClient) -> None:
    assert client.get(AGAIN).location.startswith("/sign-in?next=")
    response = submit(client, f"{AGAIN}/links", page="/sign-in")
    assert response.location == "/sign-in"


def test_a_practices_payments_are_delicate(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.practice()
    factories.sign_in(client, "ines@example.org")
    assert client.get("/practice/payments").status_code == 200
    with clock.moved(LATER):
        assert client.get("/practice/payments").location.startswith(AGAIN)
