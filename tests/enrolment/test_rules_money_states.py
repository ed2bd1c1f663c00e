"""How a place stands with its money, in one word."""

from typing import Any

import pytest

from mentorhub.enrolment.rules.money import PaymentState, payment_state

PAID_UP: dict[str, Any] = {
    "is_free": False,
    "paid_minor": 64000,
    "left_minor": 64000,
    "is_owing": False,
    "is_disputed": False,
}


@pytest.mark.parametrize(
    ("otherwise", "expected"),
    [
        ({}, PaymentState.PAID),
        ({"is_owing": True}, PaymentState.PART),
        ({"left_minor": 1}, PaymentState.PART_REFUNDED),
        ({"left_minor": 1, "is_owing": True}, PaymentState.PART_REFUNDED),
        ({"left_minor": 0}, PaymentState.REFUNDED),
        ({"is_disputed": True, "left_minor": 0}, PaymentState.DISPUTED),
        ({"paid_minor": 0, "left_minor": 0}, PaymentState.UNPAID),
        ({"paid_minor": 0, "left_minor": 0, "is_free": True}, PaymentState.FREE),
    ],
    ids=str,
)
def test_a_place_stands_in_one_way_with_its_money(
    otherwise: dict[str, Any], expected: PaymentState
) -> None:
    assert payment_state(**{**PAID_UP, **otherwise}) == expected
