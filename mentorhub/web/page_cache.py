"""A public page that thousands ask for in one second: rendered once a second, each reader's own tokens put in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from flask import Flask, current_app, g, request, session
from flask_login import current_user

from mentorhub.foundation.config import Settings, extension_or_new, settings
from mentorhub.web.csrf import masked_token
from mentorhub.web.security_headers import nonce

SECONDS = 1.0
MOST = 100  # pages, of some 50 kB each; one more, and all are rendered again


@dataclass
class _PageCache:
    """The pages by key, each with the time until which it is valid."""

    cached: dict[str, tuple[str, float]] = field(default_factory=dict)
    # Placeholders for what each reader has of their own; random, so that no text contains them.
    nonce: str = field(default_factory=secrets.token_hex)
    csrf: str = field(default_factory=secrets.token_hex)


def init_app(app: Flask, settings: Settings) -> None:
    """On everywhere but in tests that are not about it."""
    app.config.setdefault("PAGES_KEPT_SECONDS", 0.0 if settings.testing else SECONDS)


def get(key: str) -> str | None:
    """The page cached under this key, for this reader; None where there is none, or this reader may see another.

    That is a reader who is signed in, has a flashed message, chose a theme, or asked with a query.
    """
    if not _is_for_everybody():
        return None
    pages = extension_or_new("page_cache", _PageCache)
    html, until = pages.cached.get(key, ("", 0.0))
    now = monotonic()
    if not html:
        return None
    if until < now:  # this request renders it again, and the others do not wait for that
        pages.cached[key] = html, now + _seconds()
        return None
    return _made_ones_own(pages, html)


def put(key: str, render: Callable[[], str]) -> str:
    """The page as `render` writes it, cached for the next readers where it is the same for everybody."""
    if not _seconds() or not _is_for_everybody():
        return render()
    pages = extension_or_new("page_cache", _PageCache)
    g.csp_nonce, g.masked_csrf_token = pages.nonce, pages.csrf
    try:
        html = render()
    finally:
        del g.csp_nonce, g.masked_csrf_token
    if len(pages.cached) >= MOST:
        pages.cached.clear()
    pages.cached[key] = html, monotonic() + _seconds()
    return _made_ones_own(pages, html)


def _is_for_everybody() -> bool:
    is_asked = request.method == "GET" and not request.args
    has_own = "_flashes" in session or settings().cookie("theme") in request.cookies
    return is_asked and not has_own and not current_user.is_authenticated


def _made_ones_own(pages: _PageCache, html: str) -> str:
    if pages.csrf in html:  # a page without a form needs no session
        html = html.replace(pages.csrf, masked_token())
    return html.replace(pages.nonce, nonce()) if pages.nonce in html else html


def _seconds() -> float:
    seconds: float = current_app.config["PAGES_KEPT_SECONDS"]
    return seconds
