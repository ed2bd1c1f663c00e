"""Signing in by password, signing out, guards; no page shows who has an account, or redirects off the site."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from mentorhub.accounts.guards import of_a_practice, signed_in
from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.web.csrf import EXEMPT, UNSAFE
from tests.support import factories
from tests.support.forms import submit

INSIDE = "/account/password"
WRONG = "do not belong together"


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


def try_sign_in(
    client: FlaskClient, email: str, password: str = factories.PASSWORD, **fields: Any
) -> Any:
    """Through the form, whatever comes of it."""
    return submit(client, "/sign-in", page="/sign-in", email=email, password=password, **fields)


def is_inside(client: FlaskClient) -> bool:
    """Whether a guarded page opens."""
    return client.get(INSIDE).status_code == 200


def masked(text: str) -> str:
    """A page without what differs at each request: tokens, nonces, and the address that was typed."""
    text = re.sub(r'(name="csrf_token"[^>]*value|nonce)="[^"]*"', r"\1", text)
    return re.sub(r"[\w.]+@example\.org", "ADDRESS", text)


def test_sign_in_leads_to_the_first_page(client: FlaskClient, amara: int) -> None:
    response = try_sign_in(client, " Amara@EXAMPLE.org ")
    assert (response.status_code, response.location) == (303, "/start")
    assert is_inside(client)
    assert client.get("/sign-in").location == "/start"


def test_sign_in_leads_back_to_where_one_was_going(client: FlaskClient, amara: int) -> None:
    turned_away = client.get(INSIDE + "?from=mail")
    assert turned_away.status_code == 303
    page = turned_away.location
    assert page.startswith("/sign-in?next=")
    form = client.get(page).text
    assert 'name="next" type="hidden" value="/account/password?from=mail"' in form
    response = try_sign_in(client, "amara@example.org", next=INSIDE + "?from=mail")
    assert response.location == INSIDE + "?from=mail"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_sign_in_leads_nowhere_else(client: FlaskClient, amara: int, elsewhere: str) -> None:
    assert try_sign_in(client, "amara@example.org", next=elsewhere).location == "/start"
    assert client.get("/sign-in", query_string={"next": elsewhere}).location == "/start"


def test_a_wrong_password_an_unknown_and_a_disabled_address_answer_alike(
    app: Flask, amara: int
) -> None:
    with app.app_context():
        factories.user("disabled@example.org", active=False)
        factories.user("bare@example.org", password=None)
    answers = {
        (response.status_code, masked(response.text))
        for response in (
            try_sign_in(app.test_client(), "amara@example.org", "not my passphrase"),
            try_sign_in(app.test_client(), "nobody@example.org"),
            try_sign_in(app.test_client(), "disabled@example.org"),
            try_sign_in(app.test_client(), "bare@example.org"),
        )
    }
    ((status, text),) = answers
    assert status == 422
    assert WRONG in text and "ADDRESS" in text
    assert factories.PASSWORD not in text


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", "x", "Please give your email address."),
        ("amara", "x", "does not look like an email address"),
        ("a" * 250 + "@example.org", "x", "does not look like an email address"),
        ("amara\0@example.org", "x", WRONG),
        ("amara@example.org", "", "Please type your password"),
    ],
)
def test_sign_in_says_what_is_missing_beside_the_field(
    client: FlaskClient, amara: int, email: str, password: str, words: str
) -> None:
    response = try_sign_in(client, email, password)
    assert response.status_code == 422
    assert words in response.text
    assert 'aria-invalid="true"' in response.text


def test_sign_in_ends_what_the_browser_held_before(client: FlaskClient, amara: int) -> None:
    page = client.get("/sign-in").text
    with client.session_transaction() as held:
        planted = held["csrf_token"]
    response = try_sign_in(client, "amara@example.org")
    assert response.status_code == 303, page
    with client.session_transaction() as held:
        assert held.get("csrf_token") != planted
        assert held["_user_id"]


def test_a_cookie_planted_before_sign_in_opens_nothing_after(app: Flask, amara: int) -> None:
    victim, attacker = app.test_client(), app.test_client()
    attacker.get("/sign-in")
    cookie = attacker.get_cookie("mentorhub")
    assert cookie
    victim.set_cookie("mentorhub", cookie.value)
    assert try_sign_in(victim, "amara@example.org").status_code == 303
    assert is_inside(victim)
    assert not is_inside(attacker)


def test_signing_in_as_another_replaces_the_first(
    client: FlaskClient, app: Flask, amara: int
) -> None:
    with app.app_context():
        factories.user("bryn@example.org", "Bryn Hughes")
    factories.sign_in(client, "amara@example.org")
    submit(client, "/sign-in", page=INSIDE, email="bryn@example.org", password=factories.PASSWORD)
    assert "bryn@example.org" in client.get(INSIDE).text


def test_a_user_disabled_meanwhile_is_out(client: FlaskClient, app: Flask, amara: int) -> None:
    factories.sign_in(client, "amara@example.org")
    assert is_inside(client)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == amara).values(active=False))
    assert not is_inside(client)


def test_sign_out_ends_the_session(client: FlaskClient, amara: int) -> None:
    factories.sign_in(client, "amara@example.org")
    response = submit(client, "/sign-out", page=INSIDE)
    assert (response.status_code, response.location) == (303, "/")
    assert not is_inside(client)
    assert client.get_cookie("mentorhub") is None


def test_opening_the_address_of_sign_out_signs_nobody_out(client: FlaskClient, amara: int) -> None:
    factories.sign_in(client, "amara@example.org")
    response = client.get("/sign-out")
    assert (response.status_code, response.location) == (303, "/")
    assert is_inside(client)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    client: FlaskClient, amara: int
) -> None:
    response = try_sign_in(client, "amara@example.org")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_token_in_the_address_or_a_header_signs_nobody_in(app: Flask, amara: int) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        token = str(session.get_one(User, amara).get_auth_token())
    response = app.test_client().get(
        f"{INSIDE}?auth_token={token}", headers={"Authentication-Token": token}
    )
    assert response.status_code == 303


def test_every_post_of_the_package_refuses_a_missing_token(app: Flask, amara: int) -> None:
    client = app.test_client()
    factories.sign_in(client, "amara@example.org")
    posts = [
        re.sub("<[a-z_]+>", "x", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("accounts.")
        and rule.endpoint not in EXEMPT
        and UNSAFE & (rule.methods or set())
    ]
    assert len(posts) == 46
    assert {path: client.post(path).status_code for path in posts} == dict.fromkeys(posts, 400)


def test_of_a_practice_opens_to_members_only(app: Flask, amara: int) -> None:
    view = of_a_practice(lambda: "members only")
    assert view.guard == "of_a_practice"  # type: ignore[attr-defined]
    app.add_url_rule("/members", endpoint="members", view_func=view)
    with app.app_context():
        factories.practice()
    visitor, mentee, mentor = (app.test_client() for _ in range(3))
    factories.sign_in(mentee, "amara@example.org")
    factories.sign_in(mentor, "ines@example.org")
    assert visitor.get("/members").location == "/sign-in?next=/members"
    assert mentee.get("/members").status_code == 404
    assert mentor.get("/members").text == "members only"


def test_a_post_turned_away_does_not_lead_back(app: Flask) -> None:
    app.add_url_rule("/action", endpoint="action", view_func=signed_in(dict), methods=["POST"])
    response = submit(app.test_client(), "/action", page="/sign-in")
    assert (response.status_code, response.location) == (303, "/sign-in")
