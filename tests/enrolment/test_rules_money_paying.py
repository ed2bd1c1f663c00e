"""Which price may be chosen, and how many payment pages may be made."""

import datetime as dt

import pytest

from mentorhub.enrolment.rules.money import (
    is_first_checkout,
    is_offered,
    refuse_many_checkouts,
    refuse_price,
)
from mentorhub.enrolment.rules.refusals import PriceChosen, PriceNotOffered, TooManyCheckouts


@pytest.mark.parametrize(
    ("amount", "is_own", "is_available", "expected"),
    [
        (64000, False, True, True),
        (64000, True, False, True),  # what a seat was held at is honoured
        (64000, False, False, False),
        (0, True, True, False),  # who pays nothing confirms instead
    ],
)
def test_a_price_is_offered_while_valid_or_held_at(
    amount: int, *, is_own: bool, is_available: bool, expected: bool
) -> None:
    assert is_offered(amount, is_own=is_own, is_available=is_available) is expected


def test_a_price_is_chosen_from_those_offered_before_a_page_is_open() -> None:
    refuse_price(is_offered=True, is_other=True, has_checkout=False)
    refuse_price(is_offered=True, is_other=False, has_checkout=True)
    with pytest.raises(PriceNotOffered):
        refuse_price(is_offered=False, is_other=True, has_checkout=False)
    with pytest.raises(PriceChosen):
        refuse_price(is_offered=True, is_other=True, has_checkout=True)


def test_the_sixth_page_in_ten_minutes_is_refused() -> None:
    refuse_many_checkouts(4)
    with pytest.raises(TooManyCheckouts):
        refuse_many_checkouts(5)


@pytest.mark.parametrize(
    ("minutes_ago", "made", "is_first"),
    [
        ([], 0, True),
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0, True),  # refused within seconds: none of them counts
        ([89.9, 1], 0, True),
        ([1, 90], 0, False),  # asked for in vain for an hour and a half
        ([1], 1, False),
        ([3, 2, 1], 1, False),
    ],
)
def test_a_page_is_the_first_until_one_was_made_or_ninety_minutes_were_tried(
    minutes_ago: list[float], made: int, *, is_first: bool
) -> None:
    now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    asked_at = [now - dt.timedelta(minutes=ago) for ago in minutes_ago]
    assert is_first_checkout(asked_at, made=made, now=now) is is_first
