"""Rate limits for open doors, per address of the caller; counted in this process's memory."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from mentorhub.foundation.config import Settings
from mentorhub.web.counters import Counters

limiter = Limiter(key_func=get_remote_address, storage_uri=f"{Counters.STORAGE_SCHEME[0]}://")


def init_app(app: Flask, settings: Settings) -> None:
    """On everywhere but in tests that are not about it."""
    app.config.setdefault("RATELIMIT_ENABLED", not settings.testing)
    limiter.init_app(app)
    # Every limit stands at its view and is checked there; no limit is meant for all requests.
    checks = app.before_request_funcs.get(None, [])
    app.before_request_funcs[None] = [one for one in checks if one != limiter._check_request_limit]
