"""Money in minor units: exact both ways, Stripe's odd currencies, minimums, and words."""

from decimal import Decimal

import pytest

from mentorhub.foundation.money import (
    LARGEST_MINOR,
    MINIMUM_MINOR,
    OFFERED,
    THREE_DECIMAL,
    ZERO_DECIMAL,
    currency_names,
    exponent,
    from_minor,
    in_parts,
    is_chargeable,
    minimum_minor,
    spoken,
    step_minor,
    to_minor,
    typed_minor,
    usual_currency,
)


def test_all_ten_thousand_prices_up_to_a_hundred_convert_exactly() -> None:
    for cents in range(1, 10_001):
        amount = Decimal(f"{cents // 100}.{cents % 100:02}")
        assert to_minor(amount, "eur") == cents
        assert from_minor(cents, "eur") == amount


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("500", "jpy", 500),
        ("500", "JPY", 500),
        ("1.234", "kwd", 1234),
        ("640", "eur", 64000),
        ("0", "eur", 0),
        ("12.50", "gbp", 1250),
    ],
)
def test_a_currency_has_its_own_digits(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("0.005", "eur"), ("1.5", "jpy")])
def test_more_digits_than_the_currency_has_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more digits"):
        to_minor(Decimal(amount), currency)


def test_the_exponent_is_0_2_or_3() -> None:
    assert (exponent("JPY"), exponent("eur"), exponent("kwd")) == (0, 2, 3)
    assert not ZERO_DECIMAL & THREE_DECIMAL


@pytest.mark.parametrize(
    ("amount_minor", "currency", "can"),
    [
        (50, "eur", True),
        (49, "eur", False),
        (30, "gbp", True),
        (29, "gbp", False),
        (50, "jpy", True),
        (17500, "HUF", True),
        (17499, "huf", False),
        (0, "eur", False),
        (-50, "eur", False),
        (LARGEST_MINOR, "eur", True),
        (LARGEST_MINOR + 1, "eur", False),
        (1230, "kwd", True),
        (1234, "kwd", False),
        (500, "ugx", True),
        (550, "ugx", False),
        (1, "zar", True),
    ],
)
def test_what_stripe_can_charge(amount_minor: int, currency: str, can: bool) -> None:
    assert is_chargeable(amount_minor, currency) is can


def test_the_minimum_is_one_where_the_table_names_none() -> None:
    assert (minimum_minor("USD"), minimum_minor("zar")) == (50, 1)


@pytest.mark.parametrize(
    ("amount_minor", "currency", "locale", "words"),
    [
        (64000, "eur", "en_GB", "€640"),
        (64050, "eur", "en_GB", "€640.50"),
        (500, "jpy", "en_GB", "JP¥500"),
        (123456700, "gbp", "en_GB", "£1,234,567"),
        (1234, "kwd", "en_GB", "KWD\u00a01.234"),
        (64000, "nok", "en_GB", "NOK\u00a0640"),
        (64000, "eur", "de_DE", "640\u00a0€"),
        (64050, "eur", "de_DE", "640,50\u00a0€"),
        (64000, "nok", "nb_NO", "640\u00a0kr"),
        (64000, "eur", "nl_NL", "€\u00a0640"),
        (-64000, "eur", "en_GB", "-€640"),
    ],
)
def test_an_amount_is_spoken_as_its_reader_writes_it(
    amount_minor: int, currency: str, locale: str, words: str
) -> None:
    assert spoken(amount_minor, currency, locale=locale) == words


@pytest.mark.parametrize(
    ("currency", "step"), [("eur", 1), ("jpy", 1), ("KWD", 10), ("ISK", 100), ("ugx", 100)]
)
def test_amounts_are_multiples_of_their_currencys_step(currency: str, step: int) -> None:
    assert step_minor(currency) == step


@pytest.mark.parametrize("amount_minor", [1, 99, 100, 64000, 64001, 99_999_999])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
def test_parts_add_up_and_only_the_first_differs(amount_minor: int, count: int) -> None:
    first, *others = in_parts(amount_minor, count=count)
    assert first + sum(others) == amount_minor
    assert len(set(others)) <= 1
    assert all(0 <= first - other < count for other in others)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [("€ 12.50", "eur", 1250), ("12,5", "eur", 1250), ("1200", "jpy", 1200), ("1.20", "kwd", 1200)],
)
def test_an_amount_is_read_as_people_type_it(typed: str, currency: str, minor: int) -> None:
    assert typed_minor(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("", "eur"), ("0", "eur"), ("-1", "eur"), ("1,000", "eur"), ("1.2", "jpy"), ("1.234", "kwd")],
)
def test_what_is_no_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        typed_minor(typed, currency)


def test_parts_are_multiples_of_the_step() -> None:
    assert in_parts(50_000, count=3, step_minor=100) == (16_800, 16_600, 16_600)


def test_every_currency_on_offer_can_be_charged_and_has_a_name() -> None:
    assert set(MINIMUM_MINOR) <= OFFERED
    names = currency_names(locale="en_GB")
    assert set(names) == OFFERED
    assert (names["nok"], names["gbp"]) == ("Norwegian Krone", "British Pound")
    assert list(names.values()) == sorted(names.values(), key=str.casefold)
    for code in OFFERED:
        assert is_chargeable(max(minimum_minor(code), 1000) * 100, code), code


@pytest.mark.parametrize(
    ("zone", "locale", "currency"),
    [
        ("Europe/Oslo", "en_GB", "nok"),
        ("America/Toronto", "en_GB", "cad"),
        ("UTC", "en_GB", "gbp"),
        ("UTC", "en_IE", "eur"),
        ("Africa/Accra", "en_GB", "eur"),  # the cedi is not on offer
        ("UTC", "en", "eur"),
    ],
)
def test_the_usual_currency_is_that_of_the_place(zone: str, locale: str, currency: str) -> None:
    assert usual_currency(zone=zone, locale=locale) == currency
