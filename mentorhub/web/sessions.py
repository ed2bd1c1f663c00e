"""The session cookie: Flask's own, whose serializer is made once for the app, not for every request."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from mentorhub.foundation.signatures import DIGEST


class Sessions(SecureCookieSessionInterface):
    """Of one app, whose keys stay the same while it runs."""

    digest_method = DIGEST

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)

    def get_signing_serializer(self, _app: Flask) -> URLSafeTimedSerializer | None:
        """Signs by the app's key and reads under its old ones; None for an app without a key."""
        return self._serializer


def init_app(app: Flask) -> None:
    """Once the app has its keys."""
    app.session_interface = Sessions(app)
