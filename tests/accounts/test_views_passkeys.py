"""Passkeys through the pages: added, signed in with alone, as the second step and again; refused kindly."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.foundation import clock
from tests.accounts.test_views import INSIDE, is_inside, try_sign_in
from tests.support import factories
from tests.support.forms import submit, token_on
from tests.support.passkeys import Passkey

PAGE = "/account/factors"
AMARA = "amara@example.org"
LATER = dt.timedelta(minutes=16)
REFUSED = "This passkey does not work here"


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> FlaskClient:
    """A user with a password, signed in just now."""
    with app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    factories.sign_in(client, AMARA)
    return client


def options(client: FlaskClient, path: str, *, page: str) -> str:
    """Fetch a challenge as the script does."""
    response = client.post(path, headers={"X-CSRFToken": token_on(client, page)})
    assert (response.status_code, response.mimetype) == (200, "application/json")
    return response.text


def add(client: FlaskClient, one: Passkey, **fields: str) -> TestResponse:
    """Add a passkey."""
    answer = one.made(options(client, "/account/passkeys/challenges", page=PAGE))
    return submit(client, "/account/passkeys", page=PAGE, credential=answer, **fields)


def show(
    client: FlaskClient,
    one: Passkey,
    *,
    step: str = "sign_in",
    page: str = "/sign-in",
    next: str = "",
) -> TestResponse:
    """Sign in with it from a page."""
    answer = one.shown(options(client, "/sign-in/passkeys/challenges", page=page))
    fields = {"step": f"accounts.{step}", "credential": answer, "next": next}
    return submit(client, "/sign-in/passkeys", page=page, **fields)


def test_a_passkey_is_added_listed_and_removed(app: Flask, amara: FlaskClient) -> None:
    assert "Passkeys need JavaScript" in amara.get(PAGE).text
    response = add(amara, Passkey(), name=" <Phone> ")
    assert len(re.findall(r"<code>[0-9a-f-]{14}</code>", response.text)) == 10
    page = amara.get(PAGE).text
    assert "&lt;Phone&gt;" in page and "last used" in page
    assert add(amara, Passkey()).location == PAGE
    assert "<strong>Passkey</strong>" in amara.get(PAGE).text
    (path, *_) = re.findall(r"/account/passkeys/[\w-]+/removal", page)
    with app.app_context():
        factories.user("bryn@example.org")
    stranger = app.test_client()
    factories.sign_in(stranger, "bryn@example.org")
    assert submit(stranger, path, page=PAGE).status_code == 404
    assert submit(amara, path, page=PAGE).location == PAGE
    assert "&lt;Phone&gt;" not in amara.get(PAGE).text and is_inside(amara)


def test_adding_leads_on_to_where_one_was_going(amara: FlaskClient) -> None:
    assert 'href="/review"' in add(amara, Passkey(), next="/review").text
    assert add(amara, Passkey(), next="/review").location == "/review"


def test_the_script_is_given_what_it_needs(amara: FlaskClient) -> None:
    page = amara.get(PAGE).text
    assert re.search(r'type="module" src="/static/js/passkeys\.\w{16}\.js"', page)
    assert 'data-challenges="/account/passkeys/challenges"' in page
    assert (
        'data-challenges="/sign-in/passkeys/challenges"'
        in amara.application.test_client().get("/sign-in").text
    )


def test_a_passkey_is_added_only_by_an_answer_to_this_browsers_challenge(
    app: Flask, amara: FlaskClient
) -> None:
    one = Passkey()
    answer = one.made(options(amara, "/account/passkeys/challenges", page=PAGE))
    options(amara, "/sign-in/passkeys/challenges", page=PAGE)  # another kind takes its place
    for credential in (answer, "", "{}"):
        response = submit(amara, "/account/passkeys", page=PAGE, credential=credential)
        assert response.location == PAGE
        assert "No passkey was added" in amara.get(PAGE).text
    answer = one.made(options(amara, "/account/passkeys/challenges", page=PAGE))
    with clock.moved(dt.timedelta(minutes=6)):
        submit(amara, "/account/passkeys", page=PAGE, credential=answer)
        assert "No passkey was added" in amara.get(PAGE).text


@pytest.mark.parametrize("path", ["/account/passkeys/challenges", "/account/passkeys"])
def test_adding_asks_for_a_fresh_sign_in(amara: FlaskClient, path: str) -> None:
    with clock.moved(LATER):
        headers = {"X-CSRFToken": token_on(amara, PAGE), "Referer": "http://localhost" + PAGE}
        response = amara.post(path, headers=headers)
        assert response.location == f"/sign-in/again?next={PAGE}"


def test_a_passkey_alone_signs_in(app: Flask, amara: FlaskClient) -> None:
    one = Passkey()
    add(amara, one)
    browser = app.test_client()
    response = show(browser, one, next=INSIDE)
    assert (response.status_code, response.location) == (303, INSIDE)
    assert is_inside(browser)
    assert show(app.test_client(), one, next="//evil.example").location == "/start"


def test_a_password_alone_signs_nobody_in_who_has_a_passkey(app: Flask, amara: FlaskClient) -> None:
    one, browser = Passkey(), app.test_client()
    add(amara, one)
    step = try_sign_in(browser, AMARA, next=INSIDE).location
    page = browser.get(step).text
    assert "Please use your passkey" in page and "Code from your app" not in page
    assert not is_inside(browser)
    response = show(browser, one, step="give_factor", page=step, next=INSIDE)
    assert response.location == INSIDE
    assert is_inside(browser)


def test_the_second_step_takes_no_other_persons_passkey(app: Flask, amara: FlaskClient) -> None:
    ones, other, browser = Passkey(), Passkey(), app.test_client()
    add(amara, ones)
    with app.app_context():
        factories.user("bryn@example.org")
    factories.sign_in(browser, "bryn@example.org")
    add(browser, other)
    browser = app.test_client()
    try_sign_in(browser, AMARA)
    step = "/sign-in/factor"
    assert show(browser, other, step="give_factor", page=step).location == step
    assert REFUSED in browser.get(step).text
    assert not is_inside(browser)


def test_a_step_that_nobody_owes_takes_no_passkey(app: Flask, amara: FlaskClient) -> None:
    one = Passkey()
    add(amara, one)
    for step, path in (("give_factor", "/sign-in/factor"), ("sign_in_again", "/sign-in/again")):
        browser = app.test_client()
        assert show(browser, one, step=step).location == path
        assert not is_inside(browser)


def test_a_passkey_makes_it_fresh(app: Flask, amara: FlaskClient) -> None:
    one, again = Passkey(), "/sign-in/again"
    assert "Use a passkey" not in amara.get(again).text
    add(amara, one)
    with clock.moved(LATER):
        assert amara.get(INSIDE).status_code == 303
        assert "Use a passkey" in amara.get(again).text
        stranger = show(amara, Passkey(), step="sign_in_again", page=again, next=INSIDE)
        assert stranger.location == f"{again}?next={INSIDE}"
        response = show(amara, one, step="sign_in_again", page=again, next=INSIDE)
        assert response.location == INSIDE
        assert is_inside(amara)


def test_an_unknown_passkey_is_refused_kindly(client: FlaskClient) -> None:
    response = show(client, Passkey(), next=INSIDE)
    assert response.location == f"/sign-in?next={INSIDE}"
    assert REFUSED in client.get(response.location).text


def test_an_answer_is_good_in_the_browser_that_asked_and_once(
    app: Flask, amara: FlaskClient
) -> None:
    one, browser, thief = Passkey(), app.test_client(), app.test_client()
    add(amara, one)
    answer = one.shown(options(browser, "/sign-in/passkeys/challenges", page="/sign-in"))
    cookie = browser.get_cookie("mentorhub")
    fields = {"step": "accounts.sign_in", "credential": answer}
    stolen = submit(thief, "/sign-in/passkeys", page="/sign-in", **fields)
    assert stolen.location == "/sign-in"
    assert submit(browser, "/sign-in/passkeys", page="/sign-in", **fields).location == "/start"
    assert cookie
    thief.set_cookie("mentorhub", cookie.value)  # the session as it was, challenge and all
    submit(thief, "/sign-in/passkeys", page="/sign-in", **fields)
    assert not is_inside(thief)


def test_the_page_that_is_named_is_one_of_three(app: Flask, amara: FlaskClient) -> None:
    one, browser = Passkey(), app.test_client()
    add(amara, one)
    assert show(browser, one, step="sign_out").location == "/start"
