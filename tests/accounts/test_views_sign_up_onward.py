"""Where signing up leads on to: the page that was asked for, on this site and nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit

PASSWORD = "seven calm wooden boats"
FIELDS = {"name": "Tuva Sand", "email": "tuva@example.org", "password": PASSWORD}
ELSEWHERE = [
    "https://evil.example/x",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "x",
]


def signed_up(client: FlaskClient, path: str) -> str:
    """The confirming link of whoever was going there."""
    sent = submit(client, "/sign-up", page=f"/sign-up?next={path}", next=path, **FIELDS)
    assert sent.status_code == 200
    return link_of(client.application, "accounts.sign_up")


@pytest.mark.parametrize("path", ELSEWHERE)
def test_sign_up_never_leads_off_this_site(app: Flask, client: FlaskClient, path: str) -> None:
    link = signed_up(client, path)
    assert "next" not in link
    forged = f"{link}?next={path}"
    confirmed = submit(client, forged, page=forged, password=PASSWORD)
    assert (confirmed.status_code, confirmed.location) == (303, "/start")
    assert app.test_client().get(f"/sign-up?next={path}").status_code == 200
    assert client.get(f"/sign-up?next={path}").location == "/start"


def test_the_link_that_is_sent_again_leads_on_too(client: FlaskClient) -> None:
    signed_up(client, "/practices/new")
    sent = submit(client, "/sign-up", page="/sign-up", next="/practices/new", **FIELDS).text
    assert 'name="next" value="/practices/new"' in sent
    again = submit(
        client, "/sign-up/links", page="/sign-up", email=FIELDS["email"], next="/practices/new"
    )
    assert again.status_code == 200
    assert link_of(client.application, "accounts.sign_up").endswith("?next=/practices/new")


def test_whoever_has_an_account_is_led_on_by_signing_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user(FIELDS["email"], "Tuva Sand")
    submit(client, "/sign-up", page="/sign-up", next="/practices/new", **FIELDS)
    (mail,) = mails(app)
    assert "/sign-in?next=/practices/new" in mail.text_body
    page = "/sign-in?next=/practices/new"
    assert 'href="/sign-up?next=/practices/new"' in client.get(page).text
    fields = {"email": FIELDS["email"], "password": factories.PASSWORD, "next": "/practices/new"}
    assert submit(client, "/sign-in", page=page, **fields).location == "/practices/new"


def test_a_query_survives_the_mail(app: Flask, client: FlaskClient) -> None:
    link = signed_up(client, "/practice/setup?practice=a%26b&x=1")
    confirmed = submit(client, link, page=link, password=PASSWORD)
    assert confirmed.location == "/practice/setup?practice=a%26b&x=1"
