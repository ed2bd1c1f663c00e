"""Filling forms as a browser without scripts does: fetch the page, send back its hidden token."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


def token_on(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page's first form."""
    response = client.get(page)
    found = _TOKEN.search(response.text)
    assert found, f"no form with a token on {page} ({response.status_code})"
    return found.group(1) or found.group(2)


def submit(client: FlaskClient, action: str, *, page: str, **fields: Any) -> TestResponse:
    """POST `fields` to `action` with the token of the form on `page`."""
    return client.post(action, data={"csrf_token": token_on(client, page), **fields})
