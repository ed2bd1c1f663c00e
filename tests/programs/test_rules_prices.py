"""What a price must be, what of it was promised, and when none can be had."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from mentorhub.programs.rules.cohorts import Misshapen
from mentorhub.programs.rules.offers import PriceKind, PriceNotChargeable
from mentorhub.programs.rules.prices import (
    PRICES_MAX,
    LastPrice,
    PriceWords,
    TooManyPrices,
    is_only_sooner,
    refuse_last,
    refuse_misshapen_price,
    refuse_too_many,
    unpriced_since,
)

NOW = dt.datetime(2027, 2, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WORDS = PriceWords(amount_minor=64000, currency="eur", label="Early")
OPENS, CLOSES = NOW, NOW + 10 * DAY


@dataclass(frozen=True)
class _Price:
    available_from: dt.datetime | None = None
    available_until: dt.datetime | None = None


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, PriceKind.FULL),
        ({"amount_minor": 0}, PriceKind.FREE),
        ({"instalments_count": 3, "interval_days": 30}, PriceKind.INSTALMENTS),
    ],
)
def test_a_price_is_of_the_kind_that_its_figures_say(changed: Any, kind: PriceKind) -> None:
    words = replace(WORDS, **changed)
    refuse_misshapen_price(words)
    assert words.kind == kind


@pytest.mark.parametrize("changed", [{"amount_minor": 49}, {"currency": "e.r"}])
def test_what_stripe_cannot_take_is_refused_with_the_least_it_takes(changed: Any) -> None:
    with pytest.raises(PriceNotChargeable):
        refuse_misshapen_price(replace(WORDS, **changed))


def test_a_price_ends_after_it_begins() -> None:
    refuse_misshapen_price(replace(WORDS, available_from=NOW, available_until=NOW + DAY))
    with pytest.raises(Misshapen, match="available_until"):
        refuse_misshapen_price(replace(WORDS, available_from=NOW, available_until=NOW))


@pytest.mark.parametrize(
    ("until", "changed", "is_sooner"),
    [
        (None, {"available_until": NOW}, True),
        (None, {"available_until": NOW - DAY}, False),
        (NOW + 3 * DAY, {"available_until": NOW + DAY}, True),
        (NOW + 3 * DAY, {"available_until": NOW + 4 * DAY}, False),
        (NOW + 3 * DAY, {"available_until": None}, False),
        (None, {"available_until": NOW, "amount_minor": 100}, False),
        (None, {"label": "Late"}, False),
    ],
)
def test_only_an_end_that_comes_sooner_leaves_a_price_itself(
    until: dt.datetime | None, changed: Any, is_sooner: bool
) -> None:
    stored = replace(WORDS, available_until=until)
    assert is_only_sooner(stored, replace(stored, **changed), now=NOW) is is_sooner


@pytest.mark.parametrize(
    ("prices", "since"),
    [
        ([], OPENS),
        ([_Price()], None),
        ([_Price(None, CLOSES)], None),
        ([_Price(OPENS + DAY, None)], OPENS),
        ([_Price(None, OPENS + DAY), _Price(OPENS + DAY, None)], None),
        ([_Price(None, OPENS + DAY), _Price(OPENS + 2 * DAY, None)], OPENS + DAY),
        ([_Price(None, OPENS + 5 * DAY), _Price(None, OPENS + 3 * DAY)], OPENS + 5 * DAY),
    ],
)
def test_the_first_moment_without_a_price_is_found(
    prices: list[_Price], since: dt.datetime | None
) -> None:
    assert unpriced_since(prices, opens_at=OPENS, closes_at=CLOSES) == since
    if since is None:
        refuse_last(prices, opens_at=OPENS, closes_at=CLOSES)
    else:
        with pytest.raises(LastPrice):
            refuse_last(prices, opens_at=OPENS, closes_at=CLOSES)


def test_there_is_a_most_of_prices() -> None:
    refuse_too_many(PRICES_MAX - 1)
    with pytest.raises(TooManyPrices):
        refuse_too_many(PRICES_MAX)
