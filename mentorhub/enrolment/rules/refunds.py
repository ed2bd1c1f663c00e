"""What goes back of what was paid, by the programme's policy, and from which payments it is taken."""

import datetime as dt
from collections.abc import Sequence


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
