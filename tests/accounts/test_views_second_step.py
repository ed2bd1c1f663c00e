"""The second step of signing in: by code or recovery code; nobody is signed in before it, wrong codes make one wait."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.models.people import User
from mentorhub.accounts.security import authenticators
from mentorhub.accounts.security.users import sign_in_user
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.accounts.test_views import INSIDE, is_inside, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit

STEP = "/sign-in/factor"
AMARA = "amara@example.org"


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password and an app."""
    with app.app_context():
        user_id = factories.user(AMARA, "Amara Nwosu")
        factories.give_authenticator(user_id)
        return user_id


def code(app: Flask) -> str:
    """What the app shows now."""
    with app.app_context():
        return factories.code_of(AMARA)


def give(client: FlaskClient, **typed: str) -> tuple[int, str]:
    """Send a code; the status and where it leads, or what the page says."""
    response = submit(client, STEP, page=STEP, **typed)
    return response.status_code, response.location or response.text


def test_a_password_alone_signs_nobody_in(client: FlaskClient, app: Flask, amara: int) -> None:
    response = try_sign_in(client, AMARA, next=INSIDE)
    assert (response.status_code, response.location) == (303, f"{STEP}?next={INSIDE}")
    assert not is_inside(client)
    with client.session_transaction() as held:
        assert "_user_id" not in held
    page = client.get(response.location).text
    assert "Code from your app" in page and f'value="{INSIDE}"' in page
    assert give(client, code=code(app), next=INSIDE) == (303, INSIDE)
    assert is_inside(client)
    with client.session_transaction() as held:
        assert "factor_owed" not in held


def test_a_mailed_link_alone_signs_nobody_in(client: FlaskClient, app: Flask, amara: int) -> None:
    submit(client, "/sign-in/links", page="/sign-in", email=AMARA)
    link = link_of(app, "sign_in_link")
    assert submit(client, link, page=link).location.startswith(STEP)
    assert not is_inside(client)
    assert give(client, code=code(app)) == (303, "/start")
    assert is_inside(client)


def test_who_forgets_to_ask_for_the_factor_lets_nobody_in(app: Flask, amara: int) -> None:
    with app.test_request_context():
        assert not sign_in_user(amara)
        assert sign_in_user(amara, has_proved=True)


def test_a_wrong_password_does_not_get_so_far(client: FlaskClient, amara: int) -> None:
    assert try_sign_in(client, AMARA, "not my passphrase").status_code == 422
    response = client.get(f"{STEP}?next={INSIDE}")
    assert (response.status_code, response.location) == (303, f"/sign-in?next={INSIDE}")


def test_a_disabled_user_is_told_what_everybody_is(app: Flask, amara: int) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(active=False))
    assert try_sign_in(app.test_client(), AMARA).status_code == 422


def test_a_user_disabled_meanwhile_is_not_let_in(
    client: FlaskClient, app: Flask, amara: int
) -> None:
    try_sign_in(client, AMARA)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(active=False))
    assert client.get(STEP).status_code == 303


def test_a_code_is_good_once(app: Flask, amara: int) -> None:
    here, thief = app.test_client(), app.test_client()
    for client in (here, thief):
        try_sign_in(client, AMARA)
    now = code(app)
    assert give(here, code=now)[0] == 303
    status, text = give(thief, code=now)
    assert status == 422 and "was used already" in text
    assert not is_inside(thief)


def test_the_second_step_is_open_for_ten_minutes(
    client: FlaskClient, app: Flask, amara: int
) -> None:
    try_sign_in(client, AMARA)
    with clock.moved(dt.timedelta(minutes=9)):
        assert client.get(STEP).status_code == 200
    with clock.moved(dt.timedelta(minutes=11)):
        assert client.get(STEP).status_code == 303
        submit(client, STEP, page="/sign-in", code=code(app))
        assert not is_inside(client)


def test_a_new_password_ends_a_second_step_that_waits(
    client: FlaskClient, app: Flask, amara: int
) -> None:
    try_sign_in(client, AMARA)
    with app.app_context():
        set_password("another quiet passphrase", viewer=USER(amara))
    assert client.get(STEP).status_code == 303


def test_the_second_step_belongs_to_one_browser(app: Flask, amara: int) -> None:
    try_sign_in(app.test_client(), AMARA)
    assert app.test_client().get(STEP).status_code == 303


def test_signing_in_as_another_ends_the_first_before_the_second_step(
    client: FlaskClient, app: Flask, amara: int
) -> None:
    with app.app_context():
        factories.user("bryn@example.org", "Bryn Hughes")
    factories.sign_in(client, "bryn@example.org")
    submit(client, "/sign-in", page=INSIDE, email=AMARA, password=factories.PASSWORD)
    assert not is_inside(client)


@pytest.mark.parametrize(("typed", "words"), [("", "six digits"), ("12345x", "not the code")])
def test_a_wrong_code_is_said_beside_its_field(
    client: FlaskClient, amara: int, typed: str, words: str
) -> None:
    try_sign_in(client, AMARA)
    status, text = give(client, code=typed)
    assert status == 422 and words in text and 'aria-invalid="true"' in text


def test_five_wrong_codes_make_one_wait(client: FlaskClient, app: Flask, amara: int) -> None:
    try_sign_in(client, AMARA)
    assert [give(client, code="12345x")[0] for _ in range(5)] == [422] * 5
    status, text = give(client, code=code(app))
    assert status == 429 and "Please try again at" in text
    with clock.moved(dt.timedelta(minutes=16)):
        try_sign_in(client, AMARA)
        assert give(client, code=code(app))[0] == 303


def test_a_recovery_code_signs_in_once(app: Flask, amara: int) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        codes = authenticators.new_recovery_codes(session.get_one(User, amara))
    here, thief = app.test_client(), app.test_client()
    for client in (here, thief):
        try_sign_in(client, AMARA)
    assert "Use a recovery code" in here.get(STEP).text
    assert give(here, recovery_code=codes[0].upper(), next=INSIDE) == (303, INSIDE)
    assert is_inside(here)
    assert "9 are left" in mails(app, "factor_news")[-1].text_body
    status, text = give(thief, recovery_code=codes[0])
    assert status == 422 and "used before" in text and '<details class="fold" open>' in text
    status, text = give(thief, recovery_code="")
    assert status == 422 and "Please type one of your recovery codes" in text


def test_the_second_step_leads_nowhere_else(client: FlaskClient, app: Flask, amara: int) -> None:
    try_sign_in(client, AMARA)
    assert give(client, code=code(app), next="//evil.example") == (303, "/start")
