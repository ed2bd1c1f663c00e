"""Signing up as a visitor would: the form, the mail, the password again; no answer shows who has an account."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.links import LinkSpent
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from tests.accounts.test_views import WRONG, is_inside, masked, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit

PAGE = "/sign-up"
PASSWORD = "seven calm wooden boats"
FIELDS = {"name": "Tuva Sand", "email": "tuva@example.org", "password": PASSWORD}


def sign_up(client: FlaskClient, **changed: str) -> str:
    """Through the form; the confirming link of the newest mail."""
    assert submit(client, PAGE, page=PAGE, **{**FIELDS, **changed}).status_code == 200
    return link_of(client.application, "accounts.sign_up")


def confirm(client: FlaskClient, link: str, password: str = PASSWORD) -> int:
    """Submit the form of the link's page."""
    return submit(client, link, page=link, password=password).status_code


def users(app: Flask) -> int:
    """How many there are."""
    with app.app_context():
        return db.session.scalar(select(func.count(User.id))) or 0


def test_signing_up_leads_by_mail_to_an_account(app: Flask, client: FlaskClient) -> None:
    link = sign_up(client)
    (mail,) = mails(app)
    assert (mail.to_address, mail.to_name) == ("tuva@example.org", "")
    assert "once, for 24 hours" in mail.text_body and "Tuva" not in mail.text_body
    reading = app.test_client()
    for _ in range(2):  # a mail scanner opens it first
        assert "Type the password you chose" in reading.get(link).text
    response = submit(reading, link, page=link, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/start")
    assert is_inside(reading)
    assert reading.get(link).location == "/start"
    assert app.test_client().get(link).status_code == 410
    assert try_sign_in(app.test_client(), "tuva@example.org", PASSWORD).status_code == 303
    assert client.get("/sign-up").status_code == 200
    assert reading.get("/sign-up").location == "/start"


@pytest.mark.parametrize(
    ("sent", "stored"), [("Asia/Tokyo", "Asia/Tokyo"), ("", "UTC"), ("Nowhere", "UTC")]
)
def test_an_account_lives_where_its_makers_browser_does(
    app: Flask, client: FlaskClient, sent: str, stored: str
) -> None:
    assert 'name="zone"' in client.get(PAGE).text
    sign_up(client, zone="Africa/Lagos")  # nobody confirmed it, so the second one counts
    sign_up(client, zone=sent)
    with app.app_context():
        assert db.session.scalar(select(User.timezone)) == stored


def test_the_sign_in_page_leads_to_signing_up(client: FlaskClient) -> None:
    assert 'href="/sign-up"' in client.get("/sign-in").text
    assert 'href="/sign-up"' in client.get("/").text


def test_no_password_signs_in_before_the_address_is_confirmed(
    app: Flask, client: FlaskClient
) -> None:
    link = sign_up(client)
    refused = try_sign_in(app.test_client(), "tuva@example.org", PASSWORD)
    assert refused.status_code == 422
    unknown = try_sign_in(app.test_client(), "nobody@example.org", PASSWORD)
    assert masked(refused.text) == masked(unknown.text)
    assert WRONG in refused.text
    assert confirm(client, link) == 303


def test_signing_up_answers_alike_whether_or_not_the_address_is_known(app: Flask) -> None:
    with app.app_context():
        factories.user("amara@example.org")
        factories.user("disabled@example.org", active=False, confirmed_at=None)
    sign_up(app.test_client())
    answers = set()
    for email in ("amara@example.org", "disabled@example.org", "tuva@example.org", "x@example.org"):
        answer = submit(app.test_client(), PAGE, page=PAGE, **{**FIELDS, "email": email})
        answers.add((answer.status_code, masked(answer.text)))
    ((status, text),) = answers
    assert status == 200 and "Check your inbox" in text
    kinds = [(mail.kind, mail.to_address) for mail in mails(app)]
    assert kinds == [
        ("accounts.sign_up", "tuva@example.org"),
        ("accounts.sign_up_known", "amara@example.org"),
        ("accounts.sign_up", "tuva@example.org"),
        ("accounts.sign_up", "x@example.org"),
    ]


def test_the_owner_of_an_address_hears_of_it_once_a_quarter_of_an_hour(app: Flask) -> None:
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    fields = {**FIELDS, "email": "Amara@example.org"}
    for minutes in (0, 1, 14):
        with clock.moved(dt.timedelta(minutes=minutes)):
            submit(app.test_client(), PAGE, page=PAGE, **fields)
    (mail,) = mails(app)
    assert mail.to_address == "amara@example.org"
    assert "You have an account here already" in mail.text_body
    assert "http://localhost/sign-in" in mail.text_body
    assert "http://localhost/password-resets" in mail.html_body
    with clock.moved(dt.timedelta(minutes=16)):
        submit(app.test_client(), PAGE, page=PAGE, **fields)
    assert len(mails(app)) == 2
    assert try_sign_in(app.test_client(), "amara@example.org").status_code == 303


def test_who_signs_up_with_anothers_address_gains_nothing(app: Flask) -> None:
    """The thief's password must not be what the owner confirms, in whatever order the two sign up."""
    thief, owner = app.test_client(), app.test_client()
    sign_up(thief, password="a thief's own long words")
    owners = sign_up(owner)
    thiefs = sign_up(thief, password="a thief's own long words")
    assert owner.get(owners).status_code == 410
    assert confirm(owner, thiefs) == 422
    assert not is_inside(owner)
    submit(owner, "/password-resets", page="/password-resets", email="tuva@example.org")
    reset = link_of(app, "password_reset")
    assert submit(owner, reset, page=reset, password=PASSWORD).status_code == 303
    assert try_sign_in(thief, "tuva@example.org", "a thief's own long words").status_code == 422
    assert try_sign_in(owner, "tuva@example.org", PASSWORD).status_code == 303
    assert users(app) == 1


def test_a_mailed_link_to_sign_in_confirms_but_keeps_no_strangers_password(app: Flask) -> None:
    thief, owner = app.test_client(), app.test_client()
    link = sign_up(thief, password="a thief's own long words")
    submit(owner, "/sign-in/links", page="/sign-in", email="tuva@example.org")
    signing_in = link_of(app, "sign_in_link")
    assert submit(owner, signing_in, page=signing_in).status_code == 303
    assert is_inside(owner)
    assert owner.get(link).status_code == 410
    assert try_sign_in(thief, "tuva@example.org", "a thief's own long words").status_code == 422


def test_the_link_is_mailed_once_more_on_request(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("amara@example.org")
    first = sign_up(client)
    answers = set()
    for email in ("tuva@example.org", "amara@example.org", "nobody@example.org"):
        answer = submit(client, "/sign-up/links", page=PAGE, email=email)
        answers.add((answer.status_code, masked(answer.text)))
    ((status, text),) = answers
    assert status == 200 and "sent the link again" in text
    assert [mail.to_address for mail in mails(app)] == ["tuva@example.org"] * 2
    assert client.get(first).status_code == 200
    assert submit(client, "/sign-up/links", page=PAGE, email="no").status_code == 422


def test_a_confirming_link_ends_after_a_day(client: FlaskClient) -> None:
    link = sign_up(client)
    with clock.moved(dt.timedelta(hours=23)):
        assert client.get(link).status_code == 200
    with clock.moved(dt.timedelta(hours=25)):
        assert client.get(link).status_code == 410
        assert submit(client, link, page=PAGE, password=PASSWORD).status_code == 410
    made_up = submit(client, "/sign-up/links/made.up", page=PAGE, password=PASSWORD)
    assert made_up.status_code == 410


def test_a_link_used_between_page_and_button_opens_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = sign_up(client)
    monkeypatch.setattr("mentorhub.accounts.views.sign_up.sign_ups.confirm_sign_up", _spent)
    assert confirm(client, link) == 410


def _spent(_token: str) -> int:
    raise LinkSpent


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Please give the name you go by."),
        ({"name": "x" * 201}, "Please shorten this"),
        ({"email": ""}, "Please give your email address."),
        ({"email": "tuva@"}, "does not look like an email address"),
        ({"email": "tuva@my_host.example"}, "does not look like an email address"),
        ({"email": "tuva@💩.example"}, "does not look like an email address"),
        ({"email": "tuva sand@example.org"}, "does not look like an email address"),
        ({"password": ""}, "Please choose a password."),
        ({"password": "short"}, "at least 10"),
        ({"name": "Amara Nwosu", "password": "nwosuamara1"}, "easy to guess"),
    ],
)
def test_signing_up_says_what_is_wrong_beside_the_field(
    app: Flask, client: FlaskClient, changed: dict[str, str], words: str
) -> None:
    response = submit(client, PAGE, page=PAGE, **{**FIELDS, **changed})
    assert response.status_code == 422
    assert words in response.text and 'aria-invalid="true"' in response.text
    assert changed.get("name", "Tuva Sand") in response.text
    assert (users(app), mails(app)) == (0, [])


def test_a_wrong_password_beside_the_link_uses_nothing_up(client: FlaskClient) -> None:
    link = sign_up(client)
    response = submit(client, link, page=link, password="not that one at all")
    assert response.status_code == 422
    assert "not the password that was chosen" in response.text
    assert confirm(client, link, password="") == 422
    assert confirm(client, link) == 303
