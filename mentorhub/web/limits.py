"""Rate limits for public routes, per address of the caller; counted in this process's memory."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from werkzeug.exceptions import TooManyRequests

from mentorhub.foundation.config import Settings
from mentorhub.web.limit_store import LimitStore

P = ParamSpec("P")
Answer = TypeVar("Answer")
CROWD = "crowd_limits"  # in `g`: what this request was counted under

limiter = Limiter(key_func=get_remote_address, storage_uri=f"{LimitStore.STORAGE_SCHEME[0]}://")


def init_app(app: Flask, settings: Settings) -> None:
    """On everywhere but in tests that are not about it."""
    app.config.setdefault("RATELIMIT_ENABLED", not settings.testing)
    limiter.init_app(app)
    # Every limit stands at its view and is checked there; none is meant for all requests, or shown in headers.
    checks = app.before_request_funcs.get(None, [])
    app.before_request_funcs[None] = [one for one in checks if one != limiter._check_request_limit]
    after = app.after_request_funcs.get(None, [])
    app.after_request_funcs[None] = [one for one in after if not _is_limiters(one)]
    app.after_request(_give_back)


def _is_limiters(hook: object) -> bool:
    return isinstance(hook, functools.partial) and hook.args == (limiter,)


def _give_back(response: Response) -> Response:
    """A request that could not be answered does not count."""
    if response.status_code == 503 and limiter.enabled:
        counters = limiter.storage
        assert isinstance(counters, LimitStore)
        for key in (*g.get(CROWD, ()), *(one.key for one in limiter.current_limits)):
            counters.give_back(key)
    return response


def crowd_limit(rate: str) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """A limit per address for a route that a whole crowd uses at once: raises `TooManyRequests`.

    Counted as the library counts, without its search, at each request, for the limits that might apply: that costs a
    submission more than anything else it does over HTTP.
    """
    allowed = parse(rate)

    def decorate(view: Callable[P, Answer]) -> Callable[P, Answer]:
        @functools.wraps(view)
        def limited(*arguments: P.args, **named: P.kwargs) -> Answer:
            caller = get_remote_address()
            if limiter.enabled and not limiter.limiter.hit(allowed, caller, str(request.endpoint)):
                raise TooManyRequests
            g.setdefault(CROWD, []).append(allowed.key_for(caller, str(request.endpoint)))
            return view(*arguments, **named)

        return limited

    return decorate
