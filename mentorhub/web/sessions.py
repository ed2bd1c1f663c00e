"""The session cookie: Flask's own, signed as all that is signed here; below some addresses no cookie is read or set."""

from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface

from mentorhub.foundation.signatures import DIGEST

# What stands on other people's sites, and what crawlers ask for: the same for everybody, so that any cache may hold it.
# Nor for programs, which come with a token.
WITHOUT_COOKIES = ("/api/", "/embed/", "/robots.txt", "/sitemap.xml")


class Sessions(SecureCookieSessionInterface):
    """By HMAC-SHA-256; Flask's own choice is SHA-1."""

    digest_method = DIGEST

    def open_session(self, app: Flask, request: Request) -> Any:
        """None where no cookie is read: Flask then has a session that is empty, cannot be written and sets none."""
        if request.path.startswith(WITHOUT_COOKIES):
            request.environ.pop("HTTP_COOKIE", None)  # before anything else looks
            return None
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Before any session is opened."""
    app.session_interface = Sessions()
