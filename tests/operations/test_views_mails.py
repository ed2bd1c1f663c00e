"""Previews of the install's mails: for owners, sandboxed, of every kind and of no other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import MAIL_KINDS
from tests.support import factories


@pytest.fixture
def owner(app: Flask, client: FlaskClient) -> FlaskClient:
    """Ines, who owns a practice, signed in."""
    with app.app_context():
        factories.practice()
    factories.sign_in(client, "ines@example.org")
    return client


def test_list_mail_kinds_names_each(owner: FlaskClient) -> None:
    page = owner.get("/operations/mails").text
    for kind in MAIL_KINDS.values():
        assert f'href="/operations/mails/{kind.name}"' in page
    assert page.count("Can be switched off") == sum(1 for kind in MAIL_KINDS.values() if kind.topic)
    assert 'href="/operations/mails"' in owner.get("/operations").text


@pytest.mark.parametrize("kind", sorted(MAIL_KINDS))
def test_show_mail_kind_shows_words_and_email(owner: FlaskClient, kind: str) -> None:
    page = owner.get(f"/operations/mails/{kind}")
    assert page.status_code == 200
    assert f'src="/operations/mails/{kind}/letter"' in page.text
    assert " sandbox>" in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    mail = owner.get(f"/operations/mails/{kind}/letter")
    assert mail.status_code == 200
    policy = mail.headers["Content-Security-Policy"]
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


def test_list_mail_kinds_says_why_an_inquiry_is_sent(owner: FlaskClient) -> None:
    assert "An inquiry, always sent" in owner.get("/operations/mails").text


@pytest.mark.parametrize("path", ["nothing", "accounts.nothing", "enrolment.held/nothing"])
def test_no_other_mail_is_shown(owner: FlaskClient, path: str) -> None:
    assert owner.get(f"/operations/mails/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/enrolment.held", "/enrolment.held/letter"])
def test_strangers_see_no_mail(app: Flask, owner: FlaskClient, path: str) -> None:
    address = f"/operations/mails{path}"
    with app.app_context():
        factories.user("mia@example.org")
    stranger, visitor = app.test_client(), app.test_client()
    factories.sign_in(stranger, "mia@example.org")
    assert stranger.get(address).status_code == 404
    assert visitor.get(address).headers["Location"].startswith("/sign-in")
