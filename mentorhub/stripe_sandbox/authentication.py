"""Who asks, in which version: Stripe's API keys and its version header, in both namespaces."""

import base64
import binascii
import re

from flask import request

from mentorhub.stripe_sandbox.account_access import no_access
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.settings import API_VERSION, SECOND_ACCOUNT, SECOND_KEY

TEST_KEY = re.compile(r"^(sk|rk)_test_\w+$")


def authenticate() -> str:
    """Refuse the request in hand unless it bears a test key; return the account that it speaks for.

    The second account has connected none: its key reaches no other.
    """
    key = given_key(request.headers.get("Authorization", ""))
    if not key:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    if "_live_" in key:
        raise ApiError(
            "This is a sandbox without real money; it refuses live keys. Use a key that starts "
            "with sk_test_.",
            status=401,
        )
    if not TEST_KEY.match(key):
        raise ApiError(f"Invalid API Key provided: {key[:8]}***{key[-4:]}", status=401)
    named = request.headers.get("Stripe-Account", "")
    if key != SECOND_KEY:
        return named
    if named:
        raise no_access(named)
    return SECOND_ACCOUNT


def given_key(header: str) -> str:
    """Return the key in an Authorization header, Bearer or Basic; '' if there is none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""


def check_version() -> None:
    """Refuse a request in another version than the one the sandbox speaks."""
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        raise ApiError(f"Invalid Stripe API version: {version}; the sandbox speaks {API_VERSION}.")
