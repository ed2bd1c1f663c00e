"""Headers that browsers enforce: a strict policy, with a fresh nonce on pages, on every answer, errors included."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from mentorhub.foundation.config import STRIPE_API
from mentorhub.web.security_headers import frame_options
from tests.conftest import dispose, settings_for

NO_SCRIPT = re.compile("script-src 'none'")  # of what is no page
NONCE = re.compile(r"script-src 'nonce-([\w-]{20,})' 'strict-dynamic'")


@pytest.mark.parametrize(
    ("path", "scripts"),
    [("/health/live", NO_SCRIPT), ("/no/such/page", NONCE), ("/static/css/app.css", NO_SCRIPT)],
)
def test_every_answer_carries_the_headers(
    client: FlaskClient, path: str, scripts: re.Pattern[str]
) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert scripts.search(headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "payment=()", "usb=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert "publickey-credentials" not in headers["Permissions-Policy"]  # passkeys need them
    assert "Access-Control-Allow-Origin" not in headers


def test_a_static_file_carries_those_that_say_something_of_a_file(client: FlaskClient) -> None:
    with client.get("/static/icons/sprite.svg", follow_redirects=True) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]  # a drawing opened by itself is a document
    assert policy == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("default-src 'none'; frame-ancestors 'none'", "DENY"),
        ("default-src 'none'; frame-ancestors 'self'; sandbox", "SAMEORIGIN"),
        ("default-src 'none'; frame-ancestors *; form-action 'none'", ""),
        ("default-src 'none'", "DENY"),  # nobody has said that it may be framed
    ],
)
def test_older_browsers_are_told_the_same_of_frames(policy: str, said: str) -> None:
    assert frame_options(policy) == said


def test_the_policy_allows_only_what_pages_need(client: FlaskClient) -> None:
    policy = client.get("/health/live").headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == "'self'"
    assert directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    answers = [client.get("/no/such/page").headers["Content-Security-Policy"] for _ in range(2)]
    first, second = (NONCE.search(policy) for policy in answers)
    assert first and second and first[1] != second[1]


def test_a_pages_scripts_carry_the_answers_nonce(client: FlaskClient) -> None:
    response = client.get("/no/such/page")
    found = NONCE.search(response.headers["Content-Security-Policy"])
    assert found
    scripts = re.findall(r"<script\b[^>]*>", response.text)
    assert scripts
    assert all(f'nonce="{found[1]}"' in script for script in scripts)


def test_a_form_may_lead_to_the_pay_page(tmp_path: Path) -> None:
    assert "form-action 'self' https://checkout.stripe.com https://connect.stripe.com;" in _policy(
        tmp_path, STRIPE_API
    )
    sandbox = "http://localhost:8001"
    assert f"form-action 'self' {sandbox};" in _policy(tmp_path, sandbox)


def test_https_is_demanded_only_where_it_is_used(app: Flask, tmp_path: Path) -> None:
    plain = app.test_client().get("/health/live").headers
    assert "Strict-Transport-Security" not in plain
    secure = _app(tmp_path, base_url="https://mentors.example.org")
    headers = (
        secure.test_client().get("/health/live", base_url="https://mentors.example.org").headers
    )
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert secure.config["SESSION_COOKIE_SECURE"]
    assert secure.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    dispose(secure)


def test_nothing_is_kept_by_the_browser_but_its_style_and_what_says_so(
    client: FlaskClient,
) -> None:
    for path in ("/", "/no/such/page", "/health/live", "/account/devices", "/no/such.json"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    with client.get("/static/css/app.css", follow_redirects=True) as style:
        assert "no-store" not in style.headers["Cache-Control"]


def _policy(folder: Path, stripe_api_base: str) -> str:
    app = _app(folder, stripe_api_base=stripe_api_base)
    policy = app.test_client().get("/health/live").headers["Content-Security-Policy"]
    dispose(app)
    return str(policy)


def _app(folder: Path, **changed: str) -> Flask:
    settings = settings_for(f"sqlite:///{folder / 'empty.db'}")
    return create_app(dataclasses.replace(settings, **changed))  # type: ignore[arg-type]
