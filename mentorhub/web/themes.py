"""Light or dark: what this browser chose by the button, else what its signed-in user chose, else as the device is."""

from flask import Flask, has_request_context, request
from flask_login import current_user
from werkzeug.wrappers import Response

COOKIE = "theme"  # written by static/js/theme.js
THEMES = ("light", "dark")


def init_app(app: Flask) -> None:
    """Templates write `{{ page_theme() }}`."""
    app.add_template_global(page_theme)


def page_theme() -> str:
    """Either "light" or "dark", or '' where the device decides."""
    if not has_request_context():
        return ""
    chosen = request.cookies.get(COOKIE, "")
    if chosen not in THEMES and current_user.is_authenticated:
        chosen = current_user.theme
    return chosen if chosen in THEMES else ""


def forget(response: Response, *, is_secure: bool) -> None:
    """The browser's own choice gives way to the one that its user has just made for every device."""
    response.delete_cookie(COOKIE, path="/", secure=is_secure, samesite="Lax")
