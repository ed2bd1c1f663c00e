"""A browser's session is a new one after each sign-in and each change of what opens the account; the old is over."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.test_views import INSIDE, is_inside
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit

AMARA = "amara@example.org"
AGAIN, FACTORS = "/sign-in/again", "/account/factors"
Action = Callable[[FlaskClient], None]


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> FlaskClient:
    """A user with a password, signed in."""
    with app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    factories.sign_in(client, AMARA)
    return client


def _sign_in_again(client: FlaskClient) -> None:
    submit(client, AGAIN, page=AGAIN, password=factories.PASSWORD)


def _sign_in_by_link(client: FlaskClient) -> None:
    submit(client, "/sign-in/links", page=INSIDE, email=AMARA)
    link = link_of(client.application, "sign_in_link")
    submit(client, link, page=link)


def _sign_in_as_before(client: FlaskClient) -> None:
    submit(client, "/sign-in", page=INSIDE, email=AMARA, password=factories.PASSWORD)


def _change_password(client: FlaskClient) -> None:
    new = {"present": factories.PASSWORD, "password": "another quiet passphrase"}
    assert submit(client, INSIDE, page=INSIDE, **new).status_code == 303


def _set_up_a_factor(client: FlaskClient) -> None:
    page = f"{FACTORS}/authenticator"
    key = client.get(page).text.split("<code")[1].split(">")[1].split("<")[0]
    with client.application.app_context():
        code = factories.code_of_key(key)
    assert submit(client, page, page=page, code=code).status_code == 200


ACTIONS = (_sign_in_again, _sign_in_by_link, _sign_in_as_before, _change_password, _set_up_a_factor)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_session_of_before_opens_nothing_after(amara: FlaskClient, action: Action) -> None:
    assert is_inside(amara)
    before = amara.get_cookie("mentorhub")
    with amara.session_transaction() as held:
        device, token = held["device"], held["csrf_token"]
    action(amara)
    assert is_inside(amara)
    with amara.session_transaction() as held:
        assert held["device"] != device and held.get("csrf_token") != token
    thief = amara.application.test_client()
    assert before
    thief.set_cookie("mentorhub", before.value)
    assert not is_inside(thief)
