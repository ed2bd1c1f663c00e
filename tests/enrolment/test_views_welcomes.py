"""From the welcome email to the notebook: the link's page changes nothing, its button makes the account."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from tests.support import factories
from tests.support.forms import token_on
from tests.support.program_pages import do, submit_form


@pytest.fixture
def place(app: Flask, client: FlaskClient) -> str:
    """Ada's free seat, confirmed."""
    with app.app_context():
        factories.scene(price_minor=0)
    where = submit_form(client).location
    do(client, where, "confirmation")
    return where


def _welcome(app: Flask) -> str:
    with app.app_context():
        mail = db.session.scalars(
            select(OutboxMail)
            .where(OutboxMail.kind == "enrolment.enrolled")
            .order_by(OutboxMail.id.desc())
        ).first()
        assert mail is not None
        found = re.search(r"http://localhost(/welcome/\S+)", render(mail)[0])
        assert found
        return found.group(1)


def _users(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(User.email).order_by(User.id)))


@pytest.mark.usefixtures("place")
def test_opening_the_link_changes_nothing(app: Flask, client: FlaskClient) -> None:
    assert client.get(_welcome(app)).status_code == 200
    assert "ada@example.org" not in _users(app)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [("America/New_York", "America/New_York"), ("", "Europe/Oslo"), ("Mars/Base", "Europe/Oslo")],
)
def test_the_account_gets_the_zone_where_its_owners_browser_does(
    app: Flask, client: FlaskClient, sent: str, kept: str
) -> None:
    link = _welcome(app)
    assert 'name="zone"' in client.get(link).text
    client.post(link, data={"csrf_token": token_on(client, link), "zone": sent})
    with app.app_context():
        found = select(User.timezone).where(User.email == "ada@example.org")
        assert db.session.scalar(found) == kept


@pytest.mark.usefixtures("place")
def test_its_button_makes_the_account_and_signs_in(app: Flask, client: FlaskClient) -> None:
    link = _welcome(app)
    answer = client.post(link, data={"csrf_token": token_on(client, link)})
    assert (answer.status_code, answer.location) == (303, "/my-program")
    assert "ada@example.org" in _users(app)
    page = client.get("/my-program")
    assert "Welcome, Ada Lovelace" in page.text
    opened = client.post("/workspace", data={"csrf_token": token_on(client, "/my-program")})
    assert opened.status_code == 303
    assert client.get("/today").status_code == 200


@pytest.mark.usefixtures("place")
def test_a_used_or_invented_link_says_so(app: Flask, client: FlaskClient) -> None:
    link = _welcome(app)
    token = token_on(client, link)
    client.post(link, data={"csrf_token": token})
    other = app.test_client()
    again = other.post(link, data={"csrf_token": token_on(other, "/sign-in")})
    assert again.status_code == 410
    assert "This seat already belongs to an account" in again.text and "ada@" not in again.text
    assert 'href="/sign-in?next=/my-program"' in again.text
    invented = client.get("/welcome/nonsense")
    assert (invented.status_code, "is no longer valid" in invented.text) == (410, True)
    assert other.get("/my-program").status_code in {302, 303}


def test_a_fresh_link_can_be_asked_for(app: Flask, client: FlaskClient, place: str) -> None:
    do(client, place, "welcome-links")
    assert "on its way to you" in client.get(place).text
    link = _welcome(app)
    client.post(link, data={"csrf_token": token_on(client, link)})
    assert "Go to your programme" in client.get(place).text


def test_an_account_without_a_seat_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("amara@example.org")
    factories.sign_in(client, "amara@example.org")
    assert "No seat yet" in client.get("/my-program").text


def test_signed_out_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/my-program")
    assert answer.status_code in {302, 303}
    assert "/sign-in" in answer.location


@pytest.mark.usefixtures("place")
def test_a_double_click_leads_on(app: Flask, client: FlaskClient) -> None:
    link = _welcome(app)
    form = {"csrf_token": token_on(client, link)}
    assert client.post(link, data=form).location == "/my-program"
    again = client.post(link, data={"csrf_token": token_on(client, "/account/password")})
    assert (again.status_code, again.location) == (303, "/my-program")
    assert client.get(link).location == "/my-program"


@pytest.mark.usefixtures("place")
def test_an_old_link_into_an_account_leads_to_signing_in_and_back(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.user("ada@example.org", "Ada Lovelace")
    link, reader = _welcome(app), app.test_client()
    with clock.moved(dt.timedelta(minutes=21)):
        page = reader.get(link)
        assert (page.status_code, "Sign in, and your seat is there" in page.text) == (200, True)
        assert f'href="/sign-in?next={link}"' in page.text
        assert (
            reader.post(link, data={"csrf_token": token_on(reader, "/sign-in")}).status_code == 403
        )
        assert reader.get("/my-program").status_code == 303
        factories.sign_in(reader, "ada@example.org")
        answer = reader.post(link, data={"csrf_token": token_on(reader, link)})
        assert answer.location == "/my-program"
        assert "Welcome, Ada Lovelace" in reader.get("/my-program").text


def test_whoever_is_signed_in_with_the_address_needs_no_mail(
    app: Flask, client: FlaskClient, place: str
) -> None:
    assert f'href="/sign-in?next={place}"' in client.get(place).text
    with app.app_context():
        factories.user("ada@example.org", "Ada Lovelace")
        factories.user("ben@example.org", "Ben")
    stranger = app.test_client()
    factories.sign_in(stranger, "ben@example.org")
    assert "under the address of the account" not in stranger.get(place).text
    assert do(stranger, place, "claim").location == place
    factories.sign_in(client, "ada@example.org")
    assert "under the address of the account" in client.get(place).text
    assert do(client, place, "claim").location == "/my-program"
    assert "Welcome, Ada Lovelace" in client.get("/my-program").text
    assert client.post(f"{place}/claim").status_code == 400


def test_signed_out_nobody_claims_by_the_seats_link(client: FlaskClient, place: str) -> None:
    assert do(client, place, "claim").location == place
    assert "Send the welcome email again" in client.get(place).text
