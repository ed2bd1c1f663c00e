"""CSRF for every form: checked before any view runs, so that Flask-Security's settings cannot switch it off.

In a page the token has a new mask in each answer, so that the length of compressed pages reveals nothing.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from flask import Flask, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from wtforms import Field

from mentorhub.web.api import problems

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OWN_SITE = frozenset({"same-origin", "none"})  # "none": typed, or from a bookmark
EXEMPT = frozenset(
    {
        "payments.receive_event",  # Stripe signs its requests instead
        "accounts.unsubscribe",  # RFC 8058: mail programmes POST the signed address alone, without a page or a cookie
    }
)


class _Protect(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's, which is given the token without its mask."""

    def _get_csrf_token(self) -> str | None:
        given = super()._get_csrf_token()
        return unmasked(given) if given else None


class _Masking(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """Flask-WTF's for forms, whose hidden field holds the token under its mask."""

    def generate_csrf_token(self, _field: Field) -> str:
        """What the field holds."""
        return masked_token()


protect = _Protect()


def init_app(app: Flask) -> None:
    """Refuse unsafe requests without a token (400), whatever the blueprint."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = (
        None  # as long as the browser session; a form may wait overnight
    )
    # Pages whose address is a key send no Referer, so it cannot be asked for; `Sec-Fetch-Site` says more.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    protect.init_app(app)
    FlaskForm.Meta.csrf_class = _Masking  # of the process, so that a library's form is no exception
    app.before_request(check)
    # In place of Flask-WTF's own, which it gives to templates and to those that they import.
    app.context_processor(lambda: {"csrf_token": masked_token})
    app.add_template_global(masked_token, "csrf_token")


def check() -> None:
    """Raises `CSRFError` for a missing or foreign token, and for what a browser sends from another site's page."""
    if problems.is_api():  # no cookie is read there, so that no page can act in its reader's name
        return
    if request.method in UNSAFE and request.endpoint not in EXEMPT:
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITE:
            raise CSRFError("sent from another site")
        protect.protect()
        g.csrf_valid = True


def masked_token() -> str:
    """This session's token under a mask that is new for each answer."""
    if "masked_csrf_token" not in g:
        g.masked_csrf_token = masked(generate_csrf())
    return str(g.masked_csrf_token)


def masked(token: str) -> str:
    """Random bytes, and the token's combined with them, as base64url."""
    plain = token.encode()
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _combined(plain, mask)).decode()


def unmasked(given: str) -> str:
    """The token below the mask; '' for what none of ours lies below."""
    try:
        both = urlsafe_b64decode(given.encode())
        mask, hidden = both[: len(both) // 2], both[len(both) // 2 :]
        return _combined(hidden, mask).decode("ascii") if len(mask) == len(hidden) else ""
    except (NotBase64, UnicodeError):
        return ""


def _combined(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
