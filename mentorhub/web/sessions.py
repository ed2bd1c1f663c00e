"""The session cookie: Flask's own, signed as all that is signed here."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from mentorhub.foundation.signatures import DIGEST


class Sessions(SecureCookieSessionInterface):
    """By HMAC-SHA-256; Flask's own choice is SHA-1."""

    digest_method = DIGEST


def init_app(app: Flask) -> None:
    """Before any session is opened."""
    app.session_interface = Sessions()
