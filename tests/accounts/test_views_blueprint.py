"""Where a visitor was going is followed on this site only, by every view that redirects; the usual tricks."""

import datetime as dt
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from tests.accounts.test_views import INSIDE, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit, token_on

AMARA = "amara@example.org"
AGAIN, STEP = "/sign-in/again", "/sign-in/factor"
ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\x00/evil.example",
    "/\u2028/evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "http://localhost@evil.example/",
    "http://localhost:80@evil.example/",
    "@evil.example",
    "//localhost@evil.example/",
    "//localhost\\@evil.example",
    "evil.example",
    ".evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "?next=//evil.example",
    "%2f%2fevil.example",
)
# What looks like a trick and is a path of ours: a browser resolves each against this install.
OWN = [
    "/%2f/evil.example",
    "/%5cevil.example",
    "/@evil.example",
    "/.//evil.example",
    "/;//evil.example",
    "/／evil.example",
    "/?next=https://evil.example",
    "/people?x=//evil.example#//evil.example",
]


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user(AMARA, "Amara Nwosu")


@pytest.mark.parametrize("path", OWN)
def test_an_own_path_is_followed_and_stays_here(client: FlaskClient, amara: int, path: str) -> None:
    led = try_sign_in(client, AMARA, next=path).location
    assert led != "/start"
    assert urlsplit(urljoin("http://localhost/sign-in", led)).netloc == "localhost"


def test_signing_in_leads_nowhere_else(client: FlaskClient, amara: int) -> None:
    for elsewhere in ELSEWHERE:
        token = token_on(client, "/sign-in")
        form = {"csrf_token": token, "email": AMARA, "password": factories.PASSWORD}
        assert client.post("/sign-in", data=form | {"next": elsewhere}).location == "/start"
        for path in ("/sign-in", "/sign-up"):
            led = client.get(path, query_string={"next": elsewhere})
            assert led.location in {"/start", None} and "evil" not in str(led.headers), elsewhere
        submit(client, "/sign-out", page=INSIDE)


def test_the_address_cannot_overrule_the_form(client: FlaskClient, amara: int) -> None:
    form = {"email": AMARA, "password": factories.PASSWORD, "next": "/people"}
    led = submit(client, "/sign-in?next=//evil.example", page="/sign-in", **form)
    assert led.location == "/start"


def test_signing_in_again_leads_nowhere_else(client: FlaskClient, amara: int) -> None:
    factories.sign_in(client, AMARA)
    for elsewhere in ELSEWHERE:
        led = submit(client, AGAIN, page=AGAIN, password=factories.PASSWORD, next=elsewhere)
        assert led.location == "/start", elsewhere


def test_a_mailed_link_carries_and_follows_nothing_else(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    for second, elsewhere in enumerate(ELSEWHERE):  # two of the same second are the same link
        with clock.moved(dt.timedelta(seconds=2 * second)):
            submit(client, "/sign-in/links", page="/sign-in", email=AMARA, next=elsewhere)
            link = link_of(app, "sign_in_link")
            assert "next" not in link, elsewhere
            led = submit(client, link, page=link, next=elsewhere)
            assert led.location == "/start", elsewhere
            submit(client, "/sign-out", page=INSIDE)


def test_the_second_step_leads_nowhere_else(app: Flask, client: FlaskClient, amara: int) -> None:
    with app.app_context():
        factories.give_authenticator(amara)
    for minute, elsewhere in enumerate(ELSEWHERE):
        with clock.moved(dt.timedelta(minutes=minute)):
            owing = try_sign_in(client, AMARA, next=elsewhere).location
            assert owing == f"{STEP}?next=/start", elsewhere
            with app.app_context():
                code = factories.code_of(AMARA)
            led = submit(client, STEP, page=STEP, code=code, next=elsewhere)
            assert led.location == "/start", elsewhere
            submit(client, "/sign-out", page=INSIDE)


def test_a_forged_referer_leads_nowhere_else(client: FlaskClient, amara: int) -> None:
    factories.sign_in(client, AMARA)
    form = {"csrf_token": token_on(client, INSIDE), "password": "another quiet passphrase"}
    referers = [f"http://localhost{path}" for path in ELSEWHERE if path.startswith("/")]
    referers += ["http://localhost.evil.example/", "http://localhost@evil.example/people"]
    with clock.moved(dt.timedelta(minutes=16)):
        for referer in (one for one in referers if one.isprintable()):
            led = client.post(INSIDE, data=form, headers={"Referer": referer})
            assert (led.status_code, led.location) == (303, AGAIN), referer
