"""Which price may be chosen, and how many payment pages may be made."""

import pytest

from mentorhub.enrolment import rules


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
    assert rules.is_offered(amount, is_own=is_own, is_available=is_available) is expected


def test_a_price_is_chosen_from_those_offered_before_a_page_is_open() -> None:
    rules.refuse_price(is_offered=True, is_other=True, has_checkout=False)
    rules.refuse_price(is_offered=True, is_other=False, has_checkout=True)
    with pytest.raises(rules.PriceNotOffered):
        rules.refuse_price(is_offered=False, is_other=True, has_checkout=False)
    with pytest.raises(rules.PriceChosen):
        rules.refuse_price(is_offered=True, is_other=True, has_checkout=True)


def test_the_sixth_page_in_ten_minutes_is_refused() -> None:
    rules.refuse_many_checkouts(4)
    with pytest.raises(rules.TooManyCheckouts):
        rules.refuse_many_checkouts(5)


@pytest.mark.parametrize(
    ("were_made", "is_first"),
    [
        ([], True),
        ([False], True),
        ([False, False], True),
        ([False, False, False], False),
        ([True], False),
        ([False, True], False),
        ([True, False], False),
    ],
)
def test_a_page_is_the_first_until_stripe_made_one_or_three_were_asked_for_in_vain(
    were_made: list[bool], *, is_first: bool
) -> None:
    assert rules.is_first_checkout(were_made) is is_first
