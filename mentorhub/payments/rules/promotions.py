"""Promotion codes: what a code takes off a price, and when it does not apply. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import is_chargeable, minimum_minor


class CodeUnknown(Refusal):
    """The practice has no such code, or it is switched off."""


class CodeOver(Refusal):
    """The code has ended, or was used as often as it may be."""


class CodeNotForPrice(Refusal):
    """The code is for another currency, or for a higher price."""


class CodeLeavesTooLittle(Refusal):
    """What would be left to pay is less than Stripe takes; carries the least it takes, in minor units."""

    def __init__(self, *, minimum_minor: int, currency: str) -> None:
        super().__init__(minimum_minor, currency)
        self.minimum_minor = minimum_minor
        self.currency = currency


@dataclass(frozen=True)
class Code:
    """A promotion code as Stripe has it: `id` is Stripe's; it takes off a percentage, or an amount of its currency.

    `minimum_minor` is the least price it is for, in `minimum_currency`; 0 for any. `is_over`: ended or used up.
    """

    id: str
    percent_off: Decimal | None
    amount_off_minor: int
    currency: str
    minimum_minor: int = 0
    minimum_currency: str = ""
    is_over: bool = False


def discount_minor(code: Code, *, amount_minor: int, currency: str) -> int:
    """What a code takes off, in minor units; a percentage is rounded half up, as Stripe does.

    Raises `CodeOver`, `CodeNotForPrice`, `CodeLeavesTooLittle`. It may take all of it.
    """
    if code.is_over:
        raise CodeOver
    if code.minimum_minor and (
        code.minimum_currency != currency or amount_minor < code.minimum_minor
    ):
        raise CodeNotForPrice
    if code.percent_off is not None:
        exact = Decimal(amount_minor) * code.percent_off / 100
        taken = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    elif code.currency == currency:
        taken = min(code.amount_off_minor, amount_minor)
    else:
        raise CodeNotForPrice
    left = amount_minor - taken
    if left and not is_chargeable(left, currency):
        raise CodeLeavesTooLittle(minimum_minor=minimum_minor(currency), currency=currency)
    return taken
