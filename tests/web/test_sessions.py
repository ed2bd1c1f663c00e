"""A session is signed as Flask signs it, under the app's keys; below some addresses there is none."""

import hashlib

import pytest
from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface


def test_a_session_is_read_by_flasks_own_reader(app: Flask) -> None:
    written = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    own = SecureCookieSessionInterface()
    own.digest_method = hashlib.sha256
    flasks = own.get_signing_serializer(app)
    assert flasks is not None
    assert flasks.loads(written.dumps({"csrf_token": "x"})) == {"csrf_token": "x"}


@pytest.mark.parametrize("path", ["/embed/any", "/robots.txt", "/sitemap.xml"])
def test_below_some_addresses_no_cookie_is_read_and_none_can_be_set(app: Flask, path: str) -> None:
    cookies = {"HTTP_COOKIE": "mentorhub=x; theme=dark; remember_token=1"}
    with app.test_request_context(path, environ_base=cookies):
        assert dict(request.cookies) == {} and "Cookie" not in request.headers
        assert not session
        with pytest.raises(RuntimeError):
            session["csrf_token"] = "x"
    with app.test_request_context("/", environ_base=cookies):
        assert request.cookies["theme"] == "dark"
        session["csrf_token"] = "x"
