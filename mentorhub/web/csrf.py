"""CSRF for every form: checked before any view runs, so that Flask-Security's settings cannot switch it off."""

from flask import Flask, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
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
    protect.init_app(app)
    app.before_request(check)
    app.add_template_global(generate_csrf, "csrf_token")


def check() -> None:
    """Raises `CSRFError` for a missing or foreign token."""
    if request.method in UNSAFE and request.endpoint not in EXEMPT:
        protect.protect()
        g.csrf_valid = True
