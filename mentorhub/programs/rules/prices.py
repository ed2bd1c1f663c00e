"""What a practice writes of a price, what of it was promised, and when none can be had. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mentorhub.foundation.errors import Refusal
from mentorhub.programs.rules.cohorts import Misshapen
from mentorhub.programs.rules.offers import PriceKind, price_kind, refuse_unchargeable

PRICES_MAX = 40  # of one cohort, also those that have ended
INSTALMENTS = range(2, 13)
INTERVAL_DAYS = range(1, 93)
LABEL_MAX = 120


class PricePromised(Refusal):
    """The price is one that people were shown or have agreed to: it ends, and another one begins."""


class LastPrice(Refusal):
    """Without this price nobody could enrol any more: cohorts end by their window."""


class TooManyPrices(Refusal):
    """One more price than `PRICES_MAX`."""


@dataclass(frozen=True, kw_only=True)
class PriceWords:
    """All that a practice writes of a price; `amount_minor` is the total, [available_from, available_until) when it
    can be had: None leaves that side open."""

    amount_minor: int
    currency: str
    label: str = ""
    instalments_count: int = 1
    interval_days: int = 0
    available_from: dt.datetime | None = None
    available_until: dt.datetime | None = None

    @property
    def kind(self) -> PriceKind:
        """How a seat of this price is paid."""
        return price_kind(self.amount_minor, instalments_count=self.instalments_count)


class HasWindow(Protocol):
    """A price, by when it can be had."""

    @property
    def available_from(self) -> dt.datetime | None: ...
    @property
    def available_until(self) -> dt.datetime | None: ...


def refuse_misshapen_price(words: PriceWords) -> None:
    """Raises `PriceNotChargeable`, and `Misshapen` with the name of a field whose value is not possible."""
    refuse_unchargeable(
        words.amount_minor,
        words.currency,
        instalments_count=words.instalments_count,
        interval_days=words.interval_days,
    )
    since, until = words.available_from, words.available_until
    if since is not None and until is not None and until <= since:
        raise Misshapen("available_until")


def is_only_sooner(stored: PriceWords, wanted: PriceWords, *, now: dt.datetime) -> bool:
    """Whether nothing changes but that it ends sooner, from now on: that takes from nobody what they have."""
    until, new = stored.available_until, wanted.available_until
    is_same = replace(stored, available_until=new) == wanted
    return is_same and new is not None and new >= now and (until is None or new < until)


def refuse_last(
    others: Sequence[HasWindow], *, opens_at: dt.datetime, closes_at: dt.datetime
) -> None:
    """Raises `LastPrice` unless one of the others can be had at each moment of [opens_at, closes_at)."""
    if unpriced_since(others, opens_at=opens_at, closes_at=closes_at) is not None:
        raise LastPrice


def refuse_too_many(count: int) -> None:
    """Raises `TooManyPrices` where there are as many as there may be."""
    if count >= PRICES_MAX:
        raise TooManyPrices


def unpriced_since(
    prices: Sequence[HasWindow], *, opens_at: dt.datetime, closes_at: dt.datetime
) -> dt.datetime | None:
    """The first moment of [opens_at, closes_at) at which no price can be had, so that nobody could enrol; or None."""
    at = opens_at
    while at < closes_at:
        ends = [
            one.available_until or closes_at
            for one in prices
            if (one.available_from is None or one.available_from <= at)
            and (one.available_until is None or at < one.available_until)
        ]
        if not ends:
            return at
        at = max(ends)
    return None
