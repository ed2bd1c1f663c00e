"""What goes back by the programme's policy, and which payment it is taken from."""

import datetime as dt

import pytest

from mentorhub.enrolment.rules.money import policy_refund_minor, spread_refund

START = dt.date(2026, 3, 30)


def _back(
    on: dt.date, *, paid_minor: int = 64000, refunded_minor: int = 0, step_minor: int = 1
) -> int:
    return policy_refund_minor(
        paid_minor=paid_minor,
        refunded_minor=refunded_minor,
        on=on,
        starts_on=START,
        full_days=14,
        part_percent=50,
        part_days=7,
        step_minor=step_minor,
    )


@pytest.mark.parametrize(
    ("on", "back"),
    [
        (dt.date(2026, 1, 1), 64000),
        (dt.date(2026, 3, 16), 64000),
        (dt.date(2026, 3, 17), 32000),
        (dt.date(2026, 3, 30), 32000),
        (dt.date(2026, 4, 6), 32000),
        (dt.date(2026, 4, 7), 0),
    ],
)
def test_all_then_a_part_then_nothing_each_until_its_day(on: dt.date, back: int) -> None:
    assert _back(on) == back


@pytest.mark.parametrize(
    ("paid_minor", "step_minor", "back"),
    [(101, 1, 51), (1, 1, 1), (0, 1, 0), (5010, 10, 2510), (300, 100, 200), (5, 10, 5)],
)
def test_a_part_is_rounded_to_the_payers_favour_and_never_above_what_was_paid(
    paid_minor: int, step_minor: int, back: int
) -> None:
    assert _back(START, paid_minor=paid_minor, step_minor=step_minor) == back


@pytest.mark.parametrize(("refunded_minor", "back"), [(2000, 30000), (32000, 0), (40000, 0)])
def test_what_went_back_before_is_taken_off(refunded_minor: int, back: int) -> None:
    assert _back(START, refunded_minor=refunded_minor) == back


@pytest.mark.parametrize(("percent", "back"), [(0, 0), (33, 34), (100, 101)])
def test_the_part_is_the_programmes(percent: int, back: int) -> None:
    assert (
        policy_refund_minor(
            paid_minor=101,
            refunded_minor=0,
            on=START,
            starts_on=START,
            full_days=1,
            part_percent=percent,
            part_days=0,
        )
        == back
    )


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (0, []),
        (100, [(3, 100)]),
        (220, [(3, 200), (1, 20)]),
        (500, [(3, 200), (1, 300)]),
        (900, [(3, 200), (1, 300)]),
    ],
)
def test_a_refund_is_taken_from_the_newest_payment_first(
    amount: int, parts: list[tuple[int, int]]
) -> None:
    assert spread_refund(amount, payments=[(1, 300), (2, 0), (3, 200)]) == parts
