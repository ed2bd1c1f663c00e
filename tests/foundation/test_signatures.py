"""Whatever the install signs, libraries' tokens too, is signed by HMAC-SHA-256."""

import base64

from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

from mentorhub.foundation import links

SHA256_BYTES = 32


def signature(token: str) -> bytes:
    """What stands behind a token's last point."""
    text = token.rpartition(".")[2]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_link_is(in_app: Flask) -> None:
    assert len(signature(links.sign("somebody", 0, purpose="test"))) == SHA256_BYTES


def test_a_form_s_token_is(in_app: Flask) -> None:
    with in_app.test_request_context():
        assert len(signature(generate_csrf())) == SHA256_BYTES


def test_a_session_is(client: FlaskClient) -> None:
    client.get("/sign-in")
    cookie = client.get_cookie("mentorhub")
    assert cookie is not None
    assert len(signature(cookie.value)) == SHA256_BYTES


def test_what_a_library_signs_by_itself_is(in_app: Flask) -> None:
    made = URLSafeTimedSerializer("key").dumps("anything")
    assert len(signature(str(made))) == SHA256_BYTES
