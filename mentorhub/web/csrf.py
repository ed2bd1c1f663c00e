"""CSRF for every form: checked before any view runs, so that Flask-Security's settings cannot switch it off."""

from flask import Flask, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OWN_SITE = frozenset({"same-origin", "none"})  # "none": typed, or from a bookmark
EXEMPT = frozenset(
    {
        "payments.receive_event",  # Stripe signs its requests instead
        "accounts.unsubscribe",  # RFC 8058: mail programmes POST the signed address alone, without a page or a cookie
    }
)

protect = CSRFProtect()


def init_app(app: Flask) -> None:
    """Refuse unsafe requests without a token (400), whatever the blueprint."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = (
        None  # as long as the browser session; a form may wait overnight
    )
    # Pages whose address is a key send no Referer, so it cannot be asked for; `Sec-Fetch-Site` says more.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    protect.init_app(app)
    app.before_request(check)
    app.add_template_global(generate_csrf, "csrf_token")


def check() -> None:
    """Raises `CSRFError` for a missing or foreign token, and for what a browser sends from another site's page."""
    if request.method in UNSAFE and request.endpoint not in EXEMPT:
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITE:
            raise CSRFError("sent from another site")
        protect.protect()
        g.csrf_valid = True
