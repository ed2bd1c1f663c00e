"""What a promotion code must be, and the keys under which Stripe is asked for it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from mentorhub.payments.rules.codes import (
    CodeMisshapen,
    CodeWords,
    coupon_key,
    promotion_key,
    refuse_misshapen_code,
)

NOW = dt.datetime(2027, 2, 1, 12, 0, tzinfo=dt.UTC)
TEN = CodeWords(code="SPRING-10", percent_off=10)
FIVE_EUROS = CodeWords(code="FIVE", amount_off_minor=500, currency="eur")


@pytest.mark.parametrize(
    "words",
    [
        TEN,
        FIVE_EUROS,
        replace(TEN, percent_off=100, uses_max=1, expires_at=NOW + dt.timedelta(seconds=1)),
        replace(TEN, code="A" * 60),
        replace(FIVE_EUROS, currency="jpy"),
    ],
)
def test_what_stripe_takes_is_fine(words: CodeWords) -> None:
    refuse_misshapen_code(words, now=NOW)


@pytest.mark.parametrize(
    ("words", "changed", "field"),
    [
        (TEN, {"code": ""}, "code"),
        (TEN, {"code": "A" * 61}, "code"),
        (TEN, {"code": "spring"}, "code"),
        (TEN, {"code": "FÜNF"}, "code"),
        (TEN, {"code": "A B"}, "code"),
        (TEN, {"percent_off": 0}, "percent_off"),
        (TEN, {"percent_off": 101}, "percent_off"),
        (TEN, {"percent_off": None}, "percent_off"),
        (TEN, {"amount_off_minor": 500, "currency": "eur"}, "percent_off"),
        (FIVE_EUROS, {"amount_off_minor": 0}, "amount_off"),
        (FIVE_EUROS, {"currency": "xyz"}, "amount_off"),
        (FIVE_EUROS, {"currency": "ugx", "amount_off_minor": 550}, "amount_off"),
        (TEN, {"uses_max": 0}, "uses_max"),
        (TEN, {"expires_at": NOW}, "expires_at"),
        (TEN, {"expires_at": NOW + dt.timedelta(days=3000)}, "expires_at"),
    ],
)
def test_what_cannot_be_is_named(words: CodeWords, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(CodeMisshapen) as refused:
        refuse_misshapen_code(replace(words, **changed), now=NOW)
    assert refused.value.field == field


def test_keys_at_stripe_keep_their_form() -> None:
    assert coupon_key("Ab3") == "coupon-Ab3"
    assert promotion_key("Ab3") == "promotion-Ab3"
    assert [coupon_key("Ab3", 2), promotion_key("Ab3", 2)] == ["coupon-Ab3-2", "promotion-Ab3-2"]
