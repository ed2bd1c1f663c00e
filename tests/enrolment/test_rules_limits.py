"""Where the rules turn: the last moment that still counts, the smallest amount, other clocks, refusals' data."""

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator

import pytest

from mentorhub.enrolment.rules.money import is_offered, policy_refund_minor, spread_refund
from mentorhub.enrolment.rules.refusals import (
    AlreadyInLine,
    AlreadySeated,
    NoLongerOpen,
    NotOpenYet,
    RefundExceeds,
    SeatsBelowTaken,
    SeatsTooMany,
)
from mentorhub.enrolment.rules.states import entry_text

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own clock is that of St John's, three and a half hours behind."""
    monkeypatch.setitem(os.environ, "TZ", "America/St_Johns")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_from_utc")
def test_an_entry_is_in_utc_wherever_the_machine_stands() -> None:
    text = entry_text(cohort="c", number=1, kind="held", place=2, seat=3, at=NOON, seats=4)
    assert text == (
        '{"at":"2027-03-01T12:00:00.000000+00:00","cohort":"c","kind":"held",'
        '"number":1,"place":2,"seat":3,"seats":4}'
    )


def test_one_cent_is_an_amount() -> None:
    assert spread_refund(1, payments=[(7, 1), (8, 0)]) == [(7, 1)]
    assert is_offered(1, is_own=False, is_available=True)
    assert not is_offered(0, is_own=True, is_available=True)


def test_without_a_step_a_part_is_rounded_to_the_minor_unit() -> None:
    back = policy_refund_minor(
        paid_minor=101,
        refunded_minor=0,
        on=dt.date(2027, 3, 10),
        starts_on=dt.date(2027, 3, 1),
        full_days=14,
        part_percent=50,
        part_days=14,
    )
    assert back == 51


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (NotOpenYet, NOON),
        (NoLongerOpen, NOON),
        (AlreadyInLine, 5),
        (SeatsBelowTaken, 5),
        (SeatsTooMany, 5),
        (AlreadySeated, 5),
        (RefundExceeds, 5),
    ],
)
def test_a_refusal_carries_what_it_is_about(
    refusal: Callable[[object], Exception], said: object
) -> None:
    """Also where it is only logged, or comes from another process."""
    assert refusal(said).args == (said,)
