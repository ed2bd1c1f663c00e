"""How a place stands with its money, in one word."""

from enum import StrEnum


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
