"""What the control API's routes share: the sandbox, who may call it, JSON and numbers from a request."""

from contextlib import AbstractContextManager
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import public
from mentorhub.stripe_sandbox.sandbox import Sandbox

OWN_NAMES = ("127.0.0.1", "localhost", "::1")


def this_sandbox() -> Sandbox:
    """Return the sandbox behind the request."""
    sandbox: Sandbox = current_app.extensions["stripe_sandbox"]
    return sandbox


def calling_for(kind: str, object_id: str) -> AbstractContextManager[Call]:
    """Open a transaction in the account that holds the object."""
    base_url = request.host_url.rstrip("/")
    return this_sandbox().calling_for(kind, object_id, base_url=base_url)


def refuse_other_sites() -> None:
    """403 for what a browser sends on behalf of another site; programs name no site and pass."""
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in {
        "same-origin",
        "none",
    }:
        abort(403)


def refuse_other_forms() -> None:
    """403 for a form that was not on this sandbox's own page.

    Every browser says where a form was: in Sec-Fetch-Site, or in Origin. The name in the address is checked
    too, since anybody may let a name of theirs point at loopback.
    """
    if request.method == "GET":
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    is_own = site == "same-origin" if site else origin == request.host_url.rstrip("/")
    if not is_own or urlsplit(request.host_url).hostname not in OWN_NAMES:
        abort(403)


def as_json(error: Exception) -> ResponseReturnValue:
    """Answer a refusal as the API does."""
    assert isinstance(error, ApiError)
    return jsonify(public(error.body(request_id=new_id("req")))), error.status


def given_json() -> dict[str, Any]:
    """Return the JSON object that was sent, or refuse."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise ApiError("Send a JSON object.")
    return given


def number(given: dict[str, Any], name: str) -> float:
    """Return a number of seconds, or refuse."""
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ApiError(f"Pass `{name}`: a number of seconds.", param=name)
    return float(value)
