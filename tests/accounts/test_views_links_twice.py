"""A double click on a single-use link: the user it just served is redirected, or told what happened; nobody else."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from tests.accounts.test_views import is_inside
from tests.accounts.test_views_links import NEW, mailed_link, mailed_reset
from tests.accounts.test_views_sign_up import PASSWORD, sign_up
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit, token_on


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


def twice(client: FlaskClient, link: str, **fields: str) -> tuple[str, str]:
    """Two submits by a browser that has read the first answer; where each leads."""
    first = submit(client, link, page=link, **fields)
    assert first.status_code == 303, first.text[:500]
    again = client.post(link, data={"csrf_token": token_on(client, "/account/password"), **fields})
    return first.location, again.location


def test_a_link_that_signs_in_leads_to_the_same_page_twice(client: FlaskClient, amara: int) -> None:
    link = mailed_link(client, next="/account")
    path = link.partition("?")[0]
    assert twice(client, path, next="/account") == ("/account", "/account")
    assert client.get(link).location == "/account"


def test_whose_browser_lost_the_first_answer_hears_what_happened(app: Flask, amara: int) -> None:
    """As when the second submit is sent before the first answer: its cookies are lost."""
    link, browser, twin = mailed_link(app.test_client()), app.test_client(), app.test_client()
    form = {"csrf_token": token_on(browser, link), "next": "/account"}
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.get_cookie(name)
    assert cookie is not None
    twin.set_cookie(name, cookie.value)
    assert browser.post(link, data=form).status_code == 303
    heard = twin.post(link, data=form)
    assert heard.status_code == 410
    assert "This link has been used" in heard.text and "just now" in heard.text
    assert 'href="/sign-in?next=/account"' in heard.text  # which leads on whoever is signed in
    assert not is_inside(twin)
    assert browser.get("/sign-in?next=/account").location == "/account"


def test_who_owes_a_second_factor_is_asked_for_it_again(app: Flask, amara: int) -> None:
    with app.app_context():
        factories.give_authenticator(amara)
        db.session.rollback()
    client = app.test_client()
    link = mailed_link(client)
    first = submit(client, link, page=link)
    assert first.location.startswith("/sign-in/factor")
    again = client.post(link, data={"csrf_token": token_on(client, "/sign-in/factor")})
    assert again.location.startswith("/sign-in/factor")
    assert not is_inside(client)


def test_somebody_else_who_is_signed_in_is_not_led_on(app: Flask, amara: int) -> None:
    with app.app_context():
        factories.user("ben@example.org", "Ben")
    reader, ben = app.test_client(), app.test_client()
    link = mailed_link(reader)
    submit(reader, link, page=link)
    factories.sign_in(ben, "ben@example.org")
    assert ben.get(link).status_code == 410


def test_a_password_that_was_set_says_so_at_the_second_submit(app: Flask, amara: int) -> None:
    client = app.test_client()
    link = mailed_reset(client)
    form = {"csrf_token": token_on(client, link), "password": NEW}
    assert client.post(link, data=form).location == "/sign-in"
    heard = client.post(link, data=form)
    assert heard.status_code == 410
    assert "Your new password is set" in heard.text and 'href="/sign-in"' in heard.text


def test_a_confirmed_sign_up_leads_on_twice(app: Flask, client: FlaskClient) -> None:
    link, stranger = sign_up(client), app.test_client()
    assert twice(client, link, password=PASSWORD) == ("/start", "/start")
    heard = stranger.get(link)
    assert (heard.status_code, "Your address is confirmed" in heard.text) == (410, True)


def test_a_confirmed_address_says_so_at_the_second_submit(app: Flask, amara: int) -> None:
    here, reading = app.test_client(), app.test_client()
    factories.sign_in(here, "amara@example.org")
    fields = {"email": "new@example.org", "present": factories.PASSWORD}
    submit(here, "/account/email", page="/account/email", **fields)
    link = link_of(app, "confirm_address")
    form = {"csrf_token": token_on(reading, link)}
    assert reading.post(link, data=form).location == "/account"
    heard = reading.post(link, data=form)
    assert heard.status_code == 410
    assert "Your new address is confirmed" in heard.text and 'href="/account"' in heard.text
    with app.app_context():
        assert db.session.scalars(select(User.email)).one() == "new@example.org"
        db.session.rollback()


def test_a_link_that_was_never_used_is_not_said_to_be(client: FlaskClient, amara: int) -> None:
    old = mailed_reset(client)
    with clock.moved(dt.timedelta(seconds=2)):
        link = mailed_reset(client)
    submit(client, link, page=link, password=NEW)
    assert "no longer works" in client.get(old).text  # overtaken by the new password
