"""Stripe's currencies: decimals, steps, minimum and maximum amounts."""

import pytest

from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.money import (
    CURRENCIES,
    LEAST,
    THREE_DECIMAL,
    ZERO_DECIMAL,
    check_step,
    checked_currency,
    display,
    is_chargeable,
    parsed,
)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1250, "eur", "12.50 EUR"),
        (500, "jpy", "500 JPY"),
        (5120, "kwd", "5.120 KWD"),
        (1_234_567, "usd", "12,345.67 USD"),
        (0, "gbp", "0.00 GBP"),
    ],
)
def test_an_amount_is_shown_with_its_currencys_decimals(
    amount: int, currency: str, shown: str
) -> None:
    assert display(amount, currency=currency) == shown


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(5124, "kwd"), (150, "isk"), (100_000_000, "eur"), (10**12, "idr")],
)
def test_an_amount_the_currency_cannot_carry_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(ParameterError):
        check_step(amount, currency=currency, param="amount")


@pytest.mark.parametrize(
    ("amount", "currency"), [(5120, "kwd"), (500, "ugx"), (99_999_999, "eur"), (10**9, "idr")]
)
def test_an_amount_the_currency_can_carry_passes(amount: int, currency: str) -> None:
    check_step(amount, currency=currency, param="amount")


@pytest.mark.parametrize("currency", LEAST)
def test_a_card_is_charged_from_the_minimum_on(currency: str) -> None:
    assert is_chargeable(LEAST[currency], currency=currency)
    assert not is_chargeable(LEAST[currency] - 1, currency=currency)


def test_a_currency_is_read_in_either_case_and_must_exist() -> None:
    assert checked_currency("EUR", param="currency") == "eur"
    with pytest.raises(ParameterError, match="Invalid currency: xyz"):
        checked_currency("xyz", param="currency")


def test_every_special_currency_is_one_stripe_has() -> None:
    assert (ZERO_DECIMAL | THREE_DECIMAL | LEAST.keys()) <= CURRENCIES


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [("12.50", "eur", 1250), (" 500 ", "jpy", 500), ("5.12", "kwd", 5120)],
)
def test_a_typed_amount_becomes_minor_units(text: str, currency: str, amount: int) -> None:
    assert parsed(text, currency=currency) == amount


@pytest.mark.parametrize("text", ["", "12,50", "0", "-1", "0.001", "inf", "nan"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="Enter an amount"):
        parsed(text, currency="eur")
