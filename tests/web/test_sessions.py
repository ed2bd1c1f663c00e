"""A session is signed as Flask signs it, under the app's keys."""

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


def test_a_session_is_read_by_flasks_own_reader(app: Flask) -> None:
    written = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    own = SecureCookieSessionInterface()
    own.digest_method = hashlib.sha256
    flasks = own.get_signing_serializer(app)
    assert flasks is not None
    assert flasks.loads(written.dumps({"csrf_token": "x"})) == {"csrf_token": "x"}
