"""Light or dark: what this browser chose by the button, else what its signed-in user chose, else as the device is."""

from flask import Flask, has_request_context, request
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.foundation.config import settings

COOKIE = "theme"  # written by static/js/theme.js; over https under a prefix
THEMES = ("light", "dark")


def init_app(app: Flask) -> None:
    """Templates write `{{ page_theme() }}`."""
    app.add_template_global(page_theme)


def page_theme() -> str:
    """Either "light" or "dark", or '' where the device decides."""
    if not has_request_context():
        return ""
    chosen = request.cookies.get(settings().cookie(COOKIE), "")
    if chosen not in THEMES and current_user.is_authenticated:
        chosen = current_user.theme
    return chosen if chosen in THEMES else ""


def forget(response: Response) -> None:
    """The browser's own choice gives way to the one that its user has just made for every device."""
    name, is_secure = settings().cookie(COOKIE), settings().is_secure
    response.delete_cookie(name, path="/", secure=is_secure, samesite="Lax")
