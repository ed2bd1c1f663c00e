"""Signing in and setting a password by mailed links, followed as their reader would; setting one while signed in."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions import links
from mentorhub.accounts.actions.links import reset_password
from mentorhub.foundation import clock
from tests.accounts.test_views import INSIDE, is_inside, masked, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit

NEW = "another quiet passphrase"


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


def mailed_link(client: FlaskClient, **fields: str) -> str:
    """Ask for a link to sign in, and read it in the mail."""
    fields = {"email": "amara@example.org", **fields}
    assert submit(client, "/sign-in/links", page="/sign-in", **fields).status_code == 200
    return link_of(client.application, "sign_in_link")


def mailed_reset(client: FlaskClient) -> str:
    """Ask for a link to set a password, and read it in the mail."""
    page = "/password-resets"
    assert submit(client, page, page=page, email="amara@example.org").status_code == 200
    return link_of(client.application, "password_reset")


def test_a_mailed_link_signs_in_by_its_button_once(app: Flask, amara: int) -> None:
    asking, reading, thief = (app.test_client() for _ in range(3))
    link = mailed_link(asking)
    for _ in range(2):  # a mail scanner opens it first
        assert "Sign in to this browser" in reading.get(link).text
    thiefs_page = thief.get(link)
    assert thiefs_page.status_code == 200
    response = submit(reading, link, page=link)
    assert (response.status_code, response.location) == (303, "/start")
    assert is_inside(reading) and not is_inside(asking)
    spent = submit(thief, link, page="/sign-in")
    assert spent.status_code == 410
    assert "This link has been used" in spent.text and "just now" in spent.text
    assert thief.get(link).status_code == 410
    assert not is_inside(thief)


def test_a_mailed_link_ends_after_twenty_minutes(client: FlaskClient, amara: int) -> None:
    link = mailed_link(client)
    with clock.moved(dt.timedelta(minutes=21)):
        assert client.get(link).status_code == 410
        assert submit(client, link, page="/sign-in").status_code == 410
    assert not is_inside(client)
    with clock.moved(dt.timedelta(minutes=19)):
        assert client.get(link).status_code == 200


def test_a_mailed_link_leads_back_to_where_one_was_going(client: FlaskClient, amara: int) -> None:
    link = mailed_link(client, next="/people?stage=met&page=2")
    page = client.get(link)
    assert 'name="next" value="/people?stage=met&amp;page=2"' in page.text
    response = submit(client, link.partition("?")[0], page=link, next="/people?stage=met&page=2")
    assert response.location == "/people?stage=met&page=2"


def test_a_mailed_link_leads_nowhere_else(client: FlaskClient, amara: int) -> None:
    link = mailed_link(client, next="//evil.example")
    assert "next" not in link
    response = submit(client, link + "?next=//evil.example", page=link)
    assert response.location == "/start"


def test_a_made_up_link_opens_nothing(client: FlaskClient) -> None:
    for path in ("/sign-in/links/made.up", "/password-resets/made.up"):
        assert client.get(path).status_code == 410
        assert submit(client, path, page="/sign-in", password=NEW).status_code == 410


@pytest.mark.parametrize("path", ["/sign-in/links", "/password-resets"])
def test_asking_for_a_link_tells_not_whether_the_address_is_known(
    app: Flask, amara: int, path: str
) -> None:
    with app.app_context():
        factories.user("disabled@example.org", active=False)
    page = path if path == "/password-resets" else "/sign-in"
    answers = set()
    for email in ("amara@example.org", "nobody@example.org", "disabled@example.org"):
        response = submit(app.test_client(), path, page=page, email=email)
        answers.add((response.status_code, masked(response.text)))
    ((status, text),) = answers
    assert status == 200
    assert "Check your inbox" in text and "ADDRESS" in text
    assert [mail.to_address for mail in mails(app)] == ["amara@example.org"]


@pytest.mark.parametrize("path", ["/sign-in/links", "/password-resets"])
def test_asking_without_an_address_keeps_the_page(client: FlaskClient, path: str) -> None:
    page = path if path == "/password-resets" else "/sign-in"
    for email, words in (("", "Please give"), ("amara<b>", "does not look like")):
        response = submit(client, path, page=page, email=email)
        assert response.status_code == 422
        assert words in response.text and "Please type your password" not in response.text
        assert "<b>" not in response.text


def test_reset_password_signs_every_browser_out(app: Flask, amara: int) -> None:
    elsewhere, client = app.test_client(), app.test_client()
    factories.sign_in(elsewhere, "amara@example.org")
    link = mailed_reset(client)
    response = submit(client, link, page=link, password=NEW)
    assert (response.status_code, response.location) == (303, "/sign-in")
    assert "Your new password is set" in client.get("/sign-in").text
    assert not is_inside(elsewhere) and not is_inside(client)
    assert try_sign_in(client, "amara@example.org", NEW).status_code == 303
    assert try_sign_in(app.test_client(), "amara@example.org").status_code == 422
    assert link_of(app, "password_changed") == "/password-resets"
    assert client.get(link).status_code == 410


def test_reset_password_refuses_a_weak_one_and_keeps_the_link(
    client: FlaskClient, amara: int
) -> None:
    link = mailed_reset(client)
    for weak, words in (("", "Please choose"), ("short", "at least 10"), ("amaranwosu", "guess")):
        response = submit(client, link, page=link, password=weak)
        assert (response.status_code, words in response.text) == (422, True)
    assert submit(client, link, page=link, password=NEW).status_code == 303


def test_reset_password_by_two_at_once_serves_the_first(
    client: FlaskClient, amara: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = mailed_reset(client)
    spend = reset_password

    def spent_meanwhile(token: str, *, password: str) -> None:
        spend(token, password="the first quiet passphrase")
        spend(token, password=password)

    monkeypatch.setattr(links, "reset_password", spent_meanwhile)
    assert submit(client, link, page=link, password=NEW).status_code == 410
    assert try_sign_in(client, "amara@example.org", NEW).status_code == 422
    assert try_sign_in(client, "amara@example.org", "the first quiet passphrase").status_code == 303


def test_reset_password_ends_after_an_hour(client: FlaskClient, amara: int) -> None:
    link = mailed_reset(client)
    with clock.moved(dt.timedelta(minutes=61)):
        assert client.get(link).status_code == 410
    with clock.moved(dt.timedelta(minutes=59)):
        assert client.get(link).status_code == 200


def test_change_password_asks_for_the_present_one(app: Flask, amara: int) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    for client in (here, elsewhere):
        factories.sign_in(client, "amara@example.org")
    wrong = submit(here, INSIDE, page=INSIDE, present="not my passphrase", password=NEW)
    assert wrong.status_code == 422 and "not your present password" in wrong.text
    weak = submit(here, INSIDE, page=INSIDE, present=factories.PASSWORD, password="1234567890")
    assert weak.status_code == 422 and "easy to guess" in weak.text
    response = submit(here, INSIDE, page=INSIDE, present=factories.PASSWORD, password=NEW)
    assert (response.status_code, response.location) == (303, "/start")
    assert is_inside(here) and not is_inside(elsewhere)
    assert mails(app)[-1].kind == "accounts.password_changed"


def test_a_first_password_needs_no_present_one(client: FlaskClient, app: Flask, amara: int) -> None:
    with app.app_context():
        factories.user("bare@example.org", password=None)
    link = mailed_link(client, email="bare@example.org")
    submit(client, link, page=link)
    assert "Present password" not in client.get(INSIDE).text
    assert submit(client, INSIDE, page=INSIDE, password=NEW).status_code == 303
    assert is_inside(client)
    assert try_sign_in(app.test_client(), "bare@example.org", NEW).status_code == 303
