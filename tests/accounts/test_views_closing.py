"""The page says before what closing means; afterwards one page is open, which restores the account."""

import datetime as dt
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.closing import close_account
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.actions import seats
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from tests.accounts.test_views_passkeys import add, show
from tests.support import factories, notebooks
from tests.support.account_closing import user
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit, token_on
from tests.support.passkeys import Passkey

AMARA = "amara@example.org"
PAGE, BACK = "/account/closing", "/account/restoration"
ERASING = ("erasing-notebooks", "erasing-places", "erasing-accounts")
NONCE = re.compile(r'nonce="[^"]+"|value="[^"]{40,}"')


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """A mentee with a seat and a notebook, signed in just now."""
    with app.app_context():
        viewer = notebooks.notebook(AMARA)
        notebooks.person(viewer, "Tomáš")
    factories.sign_in(client, AMARA)
    return viewer.id or 0


def _close(client: FlaskClient, **fields: Any) -> Any:
    page = client.get(PAGE).text
    promised = re.search(r'name="promised"[^>]*value="([0-9a-f]{64})"', page)
    assert promised, page
    return submit(client, PAGE, page=PAGE, **{"email": AMARA, "promised": promised[1], **fields})


def test_each_package_says_what_becomes_of_it(client: FlaskClient, amara: int) -> None:
    page = client.get(PAGE).text
    for words in (
        "Close your account?",
        "You give up seat 1 at once.",
        "Nothing was paid for it",
        "the law asks every practice to keep its books",
        "It is erased on",
        "Your mentors see nothing of it",
    ):
        assert words in page
    assert 'name="email"' in page


def test_closing_asks_for_a_fresh_sign_in(client: FlaskClient, amara: int) -> None:
    with clock.moved(dt.timedelta(minutes=16)):
        assert client.get(PAGE).location == f"/sign-in/again?next={PAGE}"


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(PAGE).location.startswith("/sign-in?")
    assert client.get(BACK).location.startswith("/sign-in?")


@pytest.mark.parametrize("typed", ["", "nobody", "somebody@example.org"])
def test_another_address_closes_nothing(
    app: Flask, client: FlaskClient, amara: int, typed: str
) -> None:
    answer = _close(client, email=typed)
    assert answer.status_code == 422
    assert "Please type amara@example.org here" in answer.text
    assert f'value="{typed}"' in answer.text
    with app.app_context():
        assert user(amara).closing_at is None


def test_what_has_changed_since_is_shown_before_anything_is_done(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    answer = _close(client, promised="0" * 64)
    assert answer.status_code == 422
    assert "Something has changed since you opened this page" in answer.text
    with app.app_context():
        assert user(amara).closing_at is None


def test_closed_signs_out_and_says_until_when(app: Flask, client: FlaskClient, amara: int) -> None:
    answer = _close(client, email=" Amara@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your account is being closed. Until" in client.get("/").text
    assert client.get("/today").location.startswith("/sign-in")
    (notice,) = mails(app, "account_closing")
    assert "sign in, and the page that opens restores it" in notice.text_body


def test_a_last_owner_is_told_what_to_do_first(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene()
    factories.sign_in(client, "ines@example.org")
    page = client.get(PAGE).text
    assert "Ines Halvorsen Mentoring has no other owner." in page
    assert "Spring circle of Power Networking Personal Mentoring, until" in page
    assert 'name="email"' not in page
    token = token_on(client, "/account/messages")
    answer = client.post(PAGE, data={"email": "ines@example.org", "csrf_token": token})
    assert answer.status_code == 422


def test_a_practice_whose_other_owner_goes_at_the_same_moment_is_not_left_alone(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        factories.practice()
    factories.sign_in(client, "ines@example.org")
    monkeypatch.setattr("mentorhub.accounts.views.closing.own_roles", lambda **_: [])
    page = client.get(PAGE).text
    promised = re.search(r'name="promised"[^>]*value="([0-9a-f]{64})"', page)
    assert promised
    fields = {"email": "ines@example.org", "promised": promised[1]}
    answer = submit(client, PAGE, page=PAGE, **fields)
    assert (answer.status_code, "Something has changed" in answer.text) == (422, True)


def test_meanwhile_nothing_else_opens(app: Flask, client: FlaskClient, amara: int) -> None:
    _close(client)
    factories.sign_in(client, AMARA)
    token = token_on(client, BACK)
    for path in ("/", "/today", "/account/devices", PAGE, "/start", "/programs/programme-1"):
        assert client.get(path).location == BACK
    answer = client.post("/people", data={"name": "Zeynep", "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, BACK)
    assert client.get("/health/live").status_code == 200
    assert submit(client, "/sign-out", page=BACK).location == "/"
    assert client.get("/").status_code == 200


def test_signed_in_again_one_sees_what_came_back_and_restores_it(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    _close(client)
    with clock.moved(dt.timedelta(days=29)):
        with app.app_context():
            app.extensions["mentorhub.jobs"].run("closing-places")
        factories.sign_in(client, AMARA)
        page = client.get(BACK).text
        assert "It is all still here" in page
        assert "Your seat has ended." in page
        assert submit(client, BACK, page=BACK).location == "/start"
        assert "Welcome back." in client.get("/today").text
        assert "Tomáš" in client.get("/people").text
        assert client.get(BACK).location == "/start"
        assert len(mails(app, "account_restored")) == 1


def test_before_the_periodic_task_the_page_says_that_the_seat_can_still_be_kept(
    client: FlaskClient, amara: int
) -> None:
    _close(client)
    factories.sign_in(client, AMARA)
    assert "If you restore your account first, it stays yours." in client.get(BACK).text


def test_after_the_grace_there_is_nothing_to_restore(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    _close(client)
    factories.sign_in(client, AMARA)
    token = token_on(client, BACK)
    with clock.moved(GRACE):
        page = client.get(BACK).text
        assert "cannot be restored" in page
        assert "Restore my account" not in page
        assert client.post(BACK, data={"csrf_token": token}).location == BACK
        with app.app_context():
            for name in ("closing-places", *ERASING):
                app.extensions["mentorhub.jobs"].run(name)
            assert user(amara).closing_at is not None
        assert client.get(BACK).location.startswith("/sign-in")
        answer = submit(
            client, "/sign-in", page="/sign-in", email=AMARA, password=factories.PASSWORD
        )
        assert answer.status_code == 422


def test_a_mailed_link_leads_to_the_same_page(app: Flask, client: FlaskClient, amara: int) -> None:
    _close(client)
    submit(client, "/sign-in/links", page="/sign-in", email=AMARA)
    link = link_of(app, "sign_in_link")
    assert submit(client, link, page=link).status_code == 303
    assert client.get("/today").location == BACK


def test_a_passkey_leads_to_the_same_page(app: Flask, client: FlaskClient, amara: int) -> None:
    one = Passkey()
    add(client, one)
    _close(client)
    assert show(client, one, next="/today").status_code == 303
    assert client.get("/today").location == BACK


def test_a_link_mailed_before_opens_nothing(app: Flask, client: FlaskClient, amara: int) -> None:
    submit(client, "/sign-in/links", page="/account/messages", email=AMARA)
    link = link_of(app, "sign_in_link")
    _close(client)
    assert client.get(link).status_code == 410


def test_signing_up_meanwhile_says_nothing_and_tells_the_owner_how_to_restore(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    _close(client)
    given = {"name": "Amara", "password": "seven calm wooden boats"}
    known = submit(client, "/sign-up", page="/sign-up", email=AMARA, **given)
    unknown = submit(client, "/sign-up", page="/sign-up", email="new@example.org", **given)
    assert _bare(known).replace(AMARA, "new@example.org") == _bare(unknown)
    (notice,) = mails(app, "sign_up_known")
    assert "Sign in before" in notice.text_body


def test_the_page_of_a_welcome_link_says_why_it_has_to_wait(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        user_id = factories.user("gus@example.org")
        close_account(viewer=USER(user_id))
        clock.advance(dt.timedelta(minutes=1))
        scene = factories.scene()
        _grant(scene)
    link = re.search(r"http://localhost(/welcome/\S+)", mails(app, "granted")[0].text_body)
    assert link
    answer = submit(client, link[1], page=link[1])
    assert (answer.status_code, "restore it, then open this link again" in answer.text) == (
        409,
        True,
    )


def _grant(scene: factories.Scene) -> None:
    who = {"name": "Gus", "email": "gus@example.org"}
    seats.grant_seat(scene.cohort_id, viewer=USER(scene.mentor_id), **who)


def _bare(answer: Any) -> str:
    return NONCE.sub("", answer.text)
