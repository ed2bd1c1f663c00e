"""Limits that hold across processes and restarts: counted in the database, answered with when to try again."""

import datetime as dt
import math

from flask import Flask, Response, current_app
from flask_babel import gettext as _
from limits import RateLimitItem

from mentorhub.foundation import rate_limits
from mentorhub.foundation.config import Settings, extension
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.rate_limits import Hit
from mentorhub.web import errors, filters


class TooOften(Refusal):
    """One attempt too many; nothing was done. `until`: when the next one is allowed."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


def init_app(app: Flask, settings: Settings) -> None:
    """On everywhere but in tests that are not about it."""
    app.config.setdefault("RATE_LIMITS_COUNTED", not settings.testing)
    app.register_error_handler(TooOften, _page)


def from_here(limit: RateLimitItem) -> Hit:
    """A hit that counts towards a limit of the caller's network."""
    return limit, extension("browser").network()


def count(*hits: Hit) -> None:
    """Count these, the widest first, before the action they lead to. Raises `TooOften`, once for all of them."""
    if not current_app.config["RATE_LIMITS_COUNTED"]:
        return
    with transaction(viewer=PUBLIC):
        until = rate_limits.count(*hits)
    if until is not None:
        raise TooOften(until)


def take_back(*hits: Hit) -> None:
    """These led to what they should, and count no more."""
    if current_app.config["RATE_LIMITS_COUNTED"]:
        with transaction(viewer=PUBLIC):
            rate_limits.take_back(*hits)


def words(refused: TooOften) -> str:
    """When to try again, in the reader's zone and as a distance; at the next whole minute, so that it holds."""
    until = refused.until + dt.timedelta(seconds=59)
    until = until.replace(second=0, microsecond=0)
    is_soon = until - filters.present() < dt.timedelta(minutes=1)
    distance = _("in a minute") if is_soon else filters.ago(until)
    at = filters.moment(until)
    return str(_("Please try again %(distance)s: %(at)s.", distance=distance, at=at))


def seconds(refused: TooOften) -> int:
    """How long to wait, in whole seconds, as Retry-After says it."""
    return max(1, math.ceil((refused.until - filters.present()).total_seconds()))


def _page(refused: TooOften) -> Response:
    return errors.page(
        429,
        retry_after_seconds=seconds(refused),
        advice=words(refused) + " " + _("Nothing was changed."),
    )
