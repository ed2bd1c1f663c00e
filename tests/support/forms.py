"""Filling forms as a browser without scripts does: fetch the page, send back its hidden token and version."""

import datetime as dt
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.foundation import clock

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


_VERSION = re.compile(r'name="version" value="([\w-]{22})"')


_BEGUN = re.compile(r'name="begun"[^>]*value="([^"]+)"')
READING = dt.timedelta(seconds=20)  # what a person takes over a form that says when it was shown


def version_on(page: str) -> str:
    """The version of what a page's form would replace, as its HTML has it."""
    found = _VERSION.search(page)
    assert found, "no form with a version"
    return found.group(1)


def token_on(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page's first form."""
    return _token_of(client.get(page), page=page)


def hidden_on(client: FlaskClient, page: str) -> dict[str, str]:
    """What the forms of a page send besides what is typed: the token, and when the page was shown."""
    return hidden_in(client.get(page).text)


def hidden_in(page: str) -> dict[str, str]:
    """As `hidden_on`, of a page that is here already."""
    token, begun = _TOKEN.search(page), _BEGUN.search(page)
    assert token and begun, "no form that says when it was shown"
    return {"csrf_token": token.group(1) or token.group(2), "begun": begun.group(1)}


def submit(client: FlaskClient, action: str, *, page: str, **fields: Any) -> TestResponse:
    """POST `fields` to `action` with the token of the form on `page`, and the version of what it would replace.

    A form that says when it was shown is sent a while later, as people do.
    """
    shown = client.get(page)
    found = _VERSION.search(shown.text)
    version = {"version": found.group(1)} if found else {}
    data = {"csrf_token": _token_of(shown, page=page), **version, **fields}
    begun = _BEGUN.search(shown.text)
    is_for_it = any(word in action for word in ("/inquiries", "/opening-notices"))
    if begun is None or not is_for_it:  # it stands in another form of the page
        return client.post(action, data=data)
    with clock.moved(READING):
        return client.post(action, data={"begun": begun.group(1), **data})


def _token_of(shown: TestResponse, *, page: str) -> str:
    found = _TOKEN.search(shown.text)
    assert found, f"no form with a token on {page} ({shown.status_code})"
    return found.group(1) or found.group(2)
