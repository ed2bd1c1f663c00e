"""What a practice writes of a promotion code, and what Stripe takes of it. Pure.

Source: Stripe's API reference, "Create a promotion code": A to Z, digits and dashes, unique whatever their case.
"""

import datetime as dt
import re
from dataclasses import dataclass

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import LARGEST_MINOR, OFFERED, step_minor

CODE_MAX = 60  # Stripe takes longer ones; a payer types at most this many
USES_MAX = 100_000
LONGEST = dt.timedelta(days=5 * 365)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
PERCENT_OFF = range(1, 101)


class CodeMisshapen(Refusal):
    """A value of a code is not possible; carries the name of its field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CodeTaken(Refusal):
    """There is an active code on this account that reads the same."""


class CodeNotMade(Refusal):
    """Stripe would not make it; carries what Stripe said."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class CodeNotEnded(Refusal):
    """Stripe would not switch it off; carries what Stripe said. Nobody can type it here any more all the same."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NoAccount(Refusal):
    """The practice is paid on no account yet, so there is nowhere to make a code."""


@dataclass(frozen=True, kw_only=True)
class CodeWords:
    """All that is chosen of a code: in upper case, and a percentage or an amount in minor units of a currency."""

    code: str
    percent_off: int | None = None
    amount_off_minor: int | None = None
    currency: str = ""
    uses_max: int | None = None
    expires_at: dt.datetime | None = None


def refuse_misshapen_code(words: CodeWords, *, now: dt.datetime) -> None:
    """Raises `CodeMisshapen` with the first field whose value is not possible."""
    is_possible = {
        "code": len(words.code) <= CODE_MAX and _CODE.fullmatch(words.code) is not None,
        "percent_off": (words.percent_off is None) != (words.amount_off_minor is None)
        and (words.percent_off is None or words.percent_off in PERCENT_OFF),
        "amount_off": words.amount_off_minor is None or _is_amount(words),
        "uses_max": words.uses_max is None or 0 < words.uses_max <= USES_MAX,
        "expires_at": words.expires_at is None or now < words.expires_at <= now + LONGEST,
    }
    for field, is_so in is_possible.items():
        if not is_so:
            raise CodeMisshapen(field)


def coupon_key(public_id: str, number: int = 1) -> str:
    """Stripe's idempotency key of a code's coupon; `number` counts up where Stripe failed under the one before."""
    return f"coupon-{public_id}" + (f"-{number}" if number > 1 else "")


def promotion_key(public_id: str, number: int = 1) -> str:
    """Stripe's idempotency key of a code, numbered as its coupon's."""
    return f"promotion-{public_id}" + (f"-{number}" if number > 1 else "")


def _is_amount(words: CodeWords) -> bool:
    amount = words.amount_off_minor or 0
    is_currency = words.currency in OFFERED
    return is_currency and 0 < amount <= LARGEST_MINOR and amount % step_minor(words.currency) == 0
