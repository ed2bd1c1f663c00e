"""A new secret key ends nothing while the old one is listed; once it is not, what that one signed opens nothing."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.security import authenticators
from mentorhub.app import create_app
from mentorhub.enrolment import guards
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.forms import submit, token_on

OLD, NEW = "an old secret key of 32 characters", "the new secret key of 32 characters"
EMAIL = "amara@example.org"
KNOWN = "mentorhub-known"
Install = Callable[..., Flask]


@pytest.fixture
def install(database_url: str) -> Iterator[Install]:
    """The same app with other keys: the one that signs, and old ones."""
    made: list[Flask] = []

    def with_keys(key: str, *old: str) -> Flask:
        given = settings_for(database_url)
        app = create_app(dataclasses.replace(given, secret_key=key, old_secret_keys=old))
        made.append(app)
        return app

    yield with_keys
    for app in made:
        dispose(app)


@pytest.fixture
def before(install: Install) -> Flask:
    """Under the old key, with an account."""
    app = install(OLD)
    with app.app_context():
        factories.user(EMAIL, "Amara Nwosu")
    return app


def _carried_over(client: FlaskClient, app: Flask) -> FlaskClient:
    """The same browser before the install as it is now."""
    now = app.test_client()
    for name in (app.config["SESSION_COOKIE_NAME"], KNOWN):
        stored = client.get_cookie(name)
        assert stored is not None
        now.set_cookie(name, stored.value)
    return now


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_session_goes_on_while_the_old_key_is_listed_and_is_signed_anew(
    install: Install, before: Flask
) -> None:
    client = before.test_client()
    factories.sign_in(client, EMAIL)
    between, after = install(NEW, OLD), install(NEW)
    assert not _is_in(_carried_over(client, after))
    now = _carried_over(client, between)
    assert _is_in(now)
    with now.session_transaction() as session:  # as a page that shows a message once does
        session["message"] = "once"
    assert _is_in(_carried_over(now, after))


def test_a_page_that_was_open_is_sent_once_more(install: Install, before: Flask) -> None:
    client = before.test_client()
    factories.sign_in(client, EMAIL)
    token = token_on(client, "/account/messages")
    now = _carried_over(client, install(NEW, OLD))
    refused = now.post("/account/messages", data={"csrf_token": token})
    assert (refused.status_code, "This form is out of date" in refused.text) == (400, True)
    assert submit(now, "/account/messages", page="/account/messages").status_code != 400


def test_links_open_while_the_old_key_is_listed_and_new_ones_are_signed_by_the_new(
    install: Install, before: Flask
) -> None:
    with before.app_context():
        now = clock.now()
    until = now + dt.timedelta(days=7)

    def opens(app: Flask, plain: str, dated: str) -> tuple[bool, bool]:
        with app.app_context():
            found = (
                links.opened(plain, purpose="place"),
                links.opened_dated(dated, purpose="welcome", now=now),
            )
        return found[0] == ("abc", 3), found[1] == ("abc", 3)

    def signed(app: Flask) -> tuple[str, str]:
        with app.app_context():
            plain = links.sign("abc", 3, purpose="place")
            return plain, links.sign_dated("abc", 3, purpose="welcome", until=until)

    between, after = install(NEW, OLD), install(NEW)
    of_old, of_new = signed(before), signed(between)
    assert [opens(app, *of_old) for app in (before, between, after)] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert [opens(app, *of_new) for app in (before, between, after)] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    assert opens(between, of_old[0] + "=", of_old[1] + ".") == (False, False)


def test_browsers_stay_known_while_the_old_key_is_listed(install: Install, before: Flask) -> None:
    with before.test_request_context():
        known = extension("browser")._serializer.dumps(["amara"])
        in_line = guards._signer().dumps("browser-of-ada")
    for app, is_known in ((install(NEW, OLD), True), (install(NEW), False)):
        cookies = f"{KNOWN}={known}; {guards.COOKIE}={in_line}"
        with app.test_request_context(headers={"Cookie": cookies}):
            assert extension("browser").is_known_to("amara") is is_known
            assert (guards.browser_id() == "browser-of-ada") is is_known


@contextmanager
def _user(app: Flask) -> Iterator[User]:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        yield session.scalars(select(User).where(User.email == EMAIL)).one()


def test_an_app_set_up_under_the_old_key_is_read_and_stored_under_the_new(
    install: Install, before: Flask
) -> None:
    """Without a key of its own, an app's secret is encrypted by one made of the secret key."""
    with before.app_context():
        now = clock.now()
    with _user(before) as user:
        user.set_authenticator(authenticators.new_secret(), counter=0)
        codes = authenticators.new_recovery_codes(user)
    between, after = install(NEW, OLD), install(NEW)
    with _user(between) as user:
        assert authenticators.spend_recovery_code(user, codes[0])
        code = authenticators.code_at(user.tf_totp_secret or "", now)
        assert authenticators.accept_code(user, code, now=now)
    with _user(after) as user:
        later = now + dt.timedelta(minutes=1)
        code = authenticators.code_at(user.tf_totp_secret or "", later)
        assert authenticators.accept_code(user, code, now=later)
        assert not authenticators.spend_recovery_code(user, codes[1])
