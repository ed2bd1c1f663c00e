"""What a promotion code takes off, and when it does not apply."""

from decimal import Decimal

import pytest

from mentorhub.foundation.errors import Refusal
from mentorhub.payments.rules.promotions import (
    Code,
    CodeLeavesTooLittle,
    CodeNotForPrice,
    CodeOver,
    discount_minor,
)


def _code(percent: str | None = None, amount: int = 0, currency: str = "", **more: object) -> Code:
    given = None if percent is None else Decimal(percent)
    return Code("promo_1", given, amount, currency, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "amount_minor", "taken"),
    [
        (_code("20"), 64000, 12800),
        (_code("33.3"), 64000, 21312),
        (_code("12.5"), 1004, 126),  # 125.5 is rounded up, as Stripe does
        (_code("100"), 64000, 64000),
        (_code(amount=5000, currency="eur"), 64000, 5000),
        (_code(amount=70000, currency="eur"), 64000, 64000),
        (_code("20", minimum_minor=64000, minimum_currency="eur"), 64000, 12800),
    ],
)
def test_a_code_takes_its_part_off(code: Code, amount_minor: int, taken: int) -> None:
    assert discount_minor(code, amount_minor=amount_minor, currency="eur") == taken


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (_code("20", is_over=True), CodeOver),
        (_code(amount=5000, currency="usd"), CodeNotForPrice),
        (_code("20", minimum_minor=64001, minimum_currency="eur"), CodeNotForPrice),
        (_code("20", minimum_minor=100, minimum_currency="usd"), CodeNotForPrice),
        (_code(amount=63990, currency="eur"), CodeLeavesTooLittle),
        (_code("99.99"), CodeLeavesTooLittle),
    ],
)
def test_a_code_that_does_not_apply_is_refused(code: Code, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        discount_minor(code, amount_minor=64000, currency="eur")


def test_what_must_be_left_is_said() -> None:
    with pytest.raises(CodeLeavesTooLittle) as refused:
        discount_minor(_code(amount=63990, currency="eur"), amount_minor=64000, currency="eur")
    assert (refused.value.minimum_minor, refused.value.currency) == (50, "eur")
