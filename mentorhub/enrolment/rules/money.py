"""Which price may be paid, how often that is tried, what goes back, how a place stands with its money."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from mentorhub.enrolment.rules.refusals import PriceChosen, PriceNotOffered, TooManyCheckouts

CHECKOUTS_MAX = (
    5  # pages made for one seat; whoever needs a sixth is testing stolen cards, or we are broken
)
CHECKOUTS_WITHIN = dt.timedelta(minutes=10)
TRIED_FOR = dt.timedelta(
    minutes=90
)  # from the first try on, a seat is held for pages that Stripe does not make


def is_offered(amount_minor: int, *, is_own: bool, is_available: bool) -> bool:
    """Whether a price of the cohort can be paid for a seat: one that is valid now, or the one it was held at."""
    return amount_minor > 0 and (is_own or is_available)


def refuse_price(*, is_offered: bool, is_other: bool, has_checkout: bool) -> None:
    """A price is chosen from those offered, before a payment page is open: `PriceNotOffered`, `PriceChosen`."""
    if not is_offered:
        raise PriceNotOffered
    if is_other and has_checkout:
        raise PriceChosen


def refuse_many_checkouts(made: int) -> None:
    """`made` pages could be paid on for this seat within `CHECKOUTS_WITHIN`: raises `TooManyCheckouts`."""
    if made >= CHECKOUTS_MAX:
        raise TooManyCheckouts


def is_first_checkout(asked_at: Sequence[dt.datetime], *, made: int, now: dt.datetime) -> bool:
    """Whether the next page is still the applicant's first: of those asked for at these times none was `made`.

    A page that Stripe never made could not be paid on; but the seat is not held for ever for those either.
    """
    return not made and (not asked_at or now < min(asked_at) + TRIED_FOR)


def policy_refund_minor(
    *,
    paid_minor: int,
    refunded_minor: int,
    on: dt.date,
    starts_on: dt.date,
    full_days: int,
    part_percent: int,
    part_days: int,
    step_minor: int = 1,
) -> int:
    """Minor units that go back on a day of the practice's zone, what went back before already taken off.

    All until `full_days` before the start, that day included; then `part_percent` of what was paid, rounded
    up to the currency's `step_minor`, until `part_days` after the start; then nothing.
    """
    if on <= starts_on - dt.timedelta(days=full_days):
        due = paid_minor
    elif on <= starts_on + dt.timedelta(days=part_days):
        steps = -(-paid_minor * part_percent // (100 * step_minor))
        due = min(steps * step_minor, paid_minor)
    else:
        due = 0
    return max(due - refunded_minor, 0)


def spread_refund(
    amount_minor: int, *, payments: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """(payment id, minor units) to take from each, the newest first; `payments` are (id, refundable), oldest first.

    Adds up to less than `amount_minor` where they do not hold as much.
    """
    parts = []
    for payment_id, refundable_minor in reversed(payments):
        part = min(amount_minor, refundable_minor)
        if part > 0:
            parts.append((payment_id, part))
            amount_minor -= part
    return parts


class PaymentState(StrEnum):
    """What became of what a place costs."""

    FREE = "free"
    UNPAID = "unpaid"
    PART = "part"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


def payment_state(
    *, is_free: bool, paid_minor: int, left_minor: int, is_owing: bool, is_disputed: bool
) -> PaymentState:
    """The state of all that was ever paid for a place and what is left of it, in minor units.

    `is_free`: nothing was asked for it, or a code took all of it. `is_owing`: payments of its plan are still to come.
    """
    if is_disputed:
        return PaymentState.DISPUTED
    if not paid_minor:
        return PaymentState.FREE if is_free else PaymentState.UNPAID
    if left_minor < paid_minor:
        return PaymentState.PART_REFUNDED if left_minor else PaymentState.REFUNDED
    return PaymentState.PART if is_owing else PaymentState.PAID
