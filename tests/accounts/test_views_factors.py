"""A user's second factors: set up with a code, recovery codes shown once, removed; each change asks for freshness."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions import factors
from mentorhub.accounts.rules.factors import FactorExists
from mentorhub.accounts.security import authenticators
from mentorhub.foundation import clock
from tests.accounts.test_views import is_inside, try_sign_in
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.forms import submit

PAGE = "/account/factors"
APP = f"{PAGE}/authenticator"
CODES = f"{PAGE}/recovery-codes"
AMARA = "amara@example.org"


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> FlaskClient:
    """A user with a password, signed in just now."""
    with app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    factories.sign_in(client, AMARA)
    return client


def shown_code(client: FlaskClient, page: str = APP) -> str:
    """What an app shows that has read the key of the page."""
    client.get(page)
    with client.session_transaction() as held:
        secret = held["authenticator"]
    with client.application.app_context():
        key = authenticators.key_of(secret)
        code = authenticators.code_at(secret, clock.now())
    assert key in client.get(page).text
    return code


def set_up(client: FlaskClient) -> list[str]:
    """Set up an app; the recovery codes that the page shows."""
    response = submit(client, APP, page=APP, code=shown_code(client))
    assert response.status_code == 200
    return re.findall(r"<code>([0-9a-f-]{14})</code>", response.text)


def test_set_up_shows_a_key_until_its_code_confirms_it(app: Flask, amara: FlaskClient) -> None:
    assert "You get them with your first second factor" in amara.get(PAGE).text
    page = amara.get(APP).text
    assert '<svg class="qr"' in page and "style=" not in page
    wrong = submit(amara, APP, page=APP, code="12345x")
    assert wrong.status_code == 422 and "not the code that belongs to this key" in wrong.text
    assert submit(amara, APP, page=APP, code="").status_code == 422
    assert len(set_up(amara)) == 10
    page = amara.get(PAGE).text
    assert "10 codes are left" in page and "Remove the app" in page
    assert amara.get(APP).location == PAGE
    assert [mail.kind for mail in mails(app)] == ["accounts.factor_news"]


def test_set_up_keeps_this_browser_and_signs_the_others_out(app: Flask, amara: FlaskClient) -> None:
    elsewhere = app.test_client()
    factories.sign_in(elsewhere, AMARA)
    set_up(amara)
    assert is_inside(amara) and not is_inside(elsewhere)
    assert try_sign_in(elsewhere, AMARA).location.startswith("/sign-in/factor")


def test_set_up_leads_on_to_where_one_was_going(amara: FlaskClient) -> None:
    code = shown_code(amara, f"{APP}?next=/review")
    response = submit(amara, APP, page=APP, code=code, next="/review")
    assert 'href="/review"' in response.text
    assert 'href="/account/factors/authenticator?next=/review"' not in response.text


def test_set_up_twice_at_once_keeps_the_first(
    amara: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored_meanwhile(*_secret: str, **_named: object) -> None:
        raise FactorExists

    code = shown_code(amara)
    monkeypatch.setattr(factors, "set_up_authenticator", stored_meanwhile)
    assert submit(amara, APP, page=APP, code=code).location == PAGE


def test_the_secret_leaves_the_session_encrypted_only(amara: FlaskClient) -> None:
    amara.get(APP)
    with amara.session_transaction() as held:
        assert '"enckey"' in held["authenticator"]
    set_up(amara)
    with amara.session_transaction() as held:
        assert "authenticator" not in held


def test_removal_asks_for_no_code_any_more(app: Flask, amara: FlaskClient) -> None:
    set_up(amara)
    elsewhere = app.test_client()
    factories.sign_in(elsewhere, AMARA)
    response = submit(amara, f"{APP}/removal", page=PAGE)
    assert response.location == PAGE
    assert "The app is removed" in amara.get(PAGE).text
    assert is_inside(amara) and not is_inside(elsewhere)
    assert try_sign_in(elsewhere, AMARA).location == "/start"
    assert submit(amara, f"{APP}/removal", page=PAGE).status_code == 404


def test_new_codes_replace_the_earlier_ones(app: Flask, amara: FlaskClient) -> None:
    assert submit(amara, CODES, page=PAGE.replace("factors", "password")).status_code == 404
    earlier = set_up(amara)
    response = submit(amara, CODES, page=PAGE)
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", response.text)
    assert len(codes) == 10 and not set(codes) & set(earlier)
    assert "no-store" in response.headers["Cache-Control"]
    assert not set(codes) & set(re.findall(r"[0-9a-f-]{14}", amara.get(PAGE).text))


@pytest.mark.parametrize("path", [APP, f"{APP}/removal", CODES])
def test_a_change_asks_for_a_fresh_sign_in(amara: FlaskClient, path: str) -> None:
    set_up(amara)
    with clock.moved(dt.timedelta(minutes=16)):
        assert amara.get(PAGE).status_code == 200
        response = submit(amara, path, page=PAGE)
        assert response.location.startswith("/sign-in/again")
        assert "Remove the app" in amara.get(PAGE).text


@pytest.mark.parametrize("path", [PAGE, APP])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).location.startswith("/sign-in?next=")
