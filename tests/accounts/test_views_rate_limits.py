"""The routes of accounts when somebody tries too often: put off with a time, in all processes; links still open."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.web.limits import limiter
from tests.accounts.test_views import INSIDE, is_inside, try_sign_in
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit

OTHER_NETWORK = "198.51.100.7"
LATER = dt.timedelta(minutes=16)


@pytest.fixture
def counting(app: Flask) -> Flask:
    """An app whose limits are on, with one user."""
    app.config["RATE_LIMITS_COUNTED"] = True
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    return app


def browser(app: Flask, address: str = "203.0.113.77") -> FlaskClient:
    """Somewhere."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def codes(
    client: FlaskClient, path: str, count: int, *, page: str = "", **fields: str
) -> list[int]:
    """The status codes of so many submits."""
    found = [submit(client, path, page=page or path, **fields) for _ in range(count)]
    return [answer.status_code for answer in found]


def guess(client: FlaskClient, count: int, email: str = "amara@example.org") -> list[int]:
    """Wrong passwords."""
    return codes(client, "/sign-in", count, email=email, password="not that one")


def test_the_eleventh_wrong_password_waits_and_says_until_when(counting: Flask) -> None:
    thief = browser(counting)
    assert guess(thief, 11) == [422] * 10 + [429]
    refused = try_sign_in(thief, "amara@example.org")
    assert refused.status_code == 429
    assert "Please try again in" in refused.text and " UTC." in refused.text
    assert "You can sign in with a link by email at once." in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert 'value="amara@example.org"' in refused.text
    with clock.moved(LATER):
        assert try_sign_in(thief, "amara@example.org").status_code == 303


def test_an_unknown_address_is_put_off_alike(counting: Flask) -> None:
    assert guess(browser(counting), 11, "nobody@example.org") == [422] * 10 + [429]


def test_a_right_password_does_not_count(counting: Flask) -> None:
    for _ in range(11):
        assert try_sign_in(browser(counting), "amara@example.org").status_code == 303
    assert guess(browser(counting), 11) == [422] * 10 + [429]


def test_a_network_is_put_off_after_fifty(counting: Flask) -> None:
    said: list[int] = []
    for number in range(6):
        said += guess(browser(counting), 9, f"somebody{number}@example.org")
    assert said == [422] * 50 + [429] * 4
    elsewhere = browser(counting, OTHER_NETWORK)
    assert guess(elsewhere, 1, "somebody5@example.org") == [422]


def test_an_owner_is_never_locked_out(counting: Flask) -> None:
    """While strangers guess: by a mailed link from anywhere, and by password where they signed in before."""
    usual = browser(counting, "192.0.2.1")
    factories.sign_in(usual, "amara@example.org")
    submit(usual, "/sign-out", page=INSIDE)
    assert 429 in guess(browser(counting), 12)
    fresh = browser(counting, OTHER_NETWORK)
    assert try_sign_in(fresh, "amara@example.org").status_code == 429
    assert try_sign_in(usual, "amara@example.org").status_code == 303
    submit(fresh, "/sign-in/links", page="/sign-in", email="amara@example.org")
    link = link_of(counting, "sign_in_link")
    assert submit(fresh, link, page=link).status_code == 303
    assert is_inside(fresh)


@pytest.mark.parametrize(
    ("path", "page", "fields"),
    [
        ("/sign-in/links", "/sign-in", {}),
        ("/password-resets", "/password-resets", {}),
        ("/sign-up/links", "/sign-up", {}),
        ("/sign-up", "/sign-up", {"name": "Tuva", "password": "seven calm wooden boats"}),
    ],
)
def test_an_address_is_mailed_five_times_an_hour(
    counting: Flask, path: str, page: str, fields: dict[str, str]
) -> None:
    fields = {"email": "tuva@example.org", **fields}
    assert codes(browser(counting), path, 6, page=page, **fields) == [200] * 5 + [429]
    elsewhere = browser(counting, OTHER_NETWORK)
    refused = submit(elsewhere, path, page=page, **fields)
    assert refused.status_code == 429
    assert re.search(r"Please try again in (60|61) minutes|in 1 hour", refused.text)
    other = {**fields, "email": "sand@example.org"}
    assert submit(elsewhere, path, page=page, **other).status_code == 200


def test_guessing_at_a_confirming_link_is_put_off(counting: Flask) -> None:
    client = browser(counting)
    fields = {"name": "T", "email": "tuva@example.org", "password": "seven calm wooden boats"}
    submit(client, "/sign-up", page="/sign-up", **fields)
    link = link_of(counting, "accounts.sign_up")
    assert codes(client, link, 11, password="not that one") == [422] * 10 + [429]
    with clock.moved(LATER):
        assert codes(client, link, 1, password="seven calm wooden boats") == [303]


@pytest.mark.parametrize("path", ["/account/email", INSIDE])
def test_guessing_at_the_present_password_is_put_off(counting: Flask, path: str) -> None:
    client = browser(counting)
    factories.sign_in(client, "amara@example.org")
    fields = {"email": "a@example.org", "password": "another quiet passphrase"}
    assert codes(client, path, 11, present="not that one", **fields) == [422] * 10 + [429]
    with clock.moved(LATER):
        submit(client, "/sign-out", page="/sign-in/again")
        factories.sign_in(client, "amara@example.org")  # a new password wants a fresh sign-in
        assert codes(client, path, 1, present=factories.PASSWORD, **fields) == [303]


def test_new_addresses_are_asked_for_five_times_an_hour(counting: Flask) -> None:
    client = browser(counting)
    factories.sign_in(client, "amara@example.org")
    fields = {"email": "a@example.org", "present": factories.PASSWORD}
    assert codes(client, "/account/email", 6, **fields) == [303] * 5 + [429]


@pytest.fixture
def production(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Flask]]:
    """Two processes' apps on one database, with every limit on."""
    monkeypatch.setattr(limiter, "enabled", limiter.enabled)
    settings = dataclasses.replace(settings_for(database_url), testing=False)
    made = [create_app(settings), create_app(settings)]
    limiter.reset()
    yield made
    limiter.reset()
    for one in made:
        dispose(one)


def test_two_processes_count_together_unless_told_otherwise(production: list[Flask]) -> None:
    one, other = (browser(app) for app in production)
    assert guess(one, 6) + guess(other, 5) == [422] * 10 + [429]
    assert guess(one, 1) == [429]


def test_links_to_sign_in_again_count_as_those_to_sign_in_do(counting: Flask) -> None:
    """One count per address, so that a page of the signed-in is no way round it."""
    client = browser(counting)
    factories.sign_in(client, "amara@example.org")
    again, page = "/sign-in/again/links", "/sign-in/again"
    assert codes(client, again, 3, page=page) == [200] * 3
    elsewhere = browser(counting, OTHER_NETWORK)
    asked = codes(elsewhere, "/sign-in/links", 2, page="/sign-in", email="amara@example.org")
    assert asked == [200] * 2
    assert codes(client, again, 1, page=page) == [429]
