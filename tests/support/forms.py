"""Filling forms as a browser without scripts does: fetch the page, send back its hidden token and version."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


_VERSION = re.compile(r'name="version" value="([\w-]{22})"')


def version_on(page: str) -> str:
    """The version of what a page's form would replace, as its HTML has it."""
    found = _VERSION.search(page)
    assert found, "no form with a version"
    return found.group(1)


def token_on(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page's first form."""
    return _token_of(client.get(page), page=page)


def submit(client: FlaskClient, action: str, *, page: str, **fields: Any) -> TestResponse:
    """POST `fields` to `action` with the token of the form on `page`, and the version of what it would replace."""
    shown = client.get(page)
    found = _VERSION.search(shown.text)
    version = {"version": found.group(1)} if found else {}
    return client.post(
        action, data={"csrf_token": _token_of(shown, page=page), **version, **fields}
    )


def _token_of(shown: TestResponse, *, page: str) -> str:
    found = _TOKEN.search(shown.text)
    assert found, f"no form with a token on {page} ({shown.status_code})"
    return found.group(1) or found.group(2)
