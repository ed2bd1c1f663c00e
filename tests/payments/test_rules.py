"""Keys, expiries and tables of money: pure."""

import datetime as dt

import pytest

from mentorhub.payments.rules.checkouts import checkout_key, session_expiry
from mentorhub.payments.rules.events import clock_difference, retry_after
from mentorhub.payments.rules.instalments import instalment_dates, instalment_parts, instalment_time
from mentorhub.payments.rules.refunds import REFUND, RefundState, refund_key

NOW = dt.datetime(2026, 3, 12, 14, 30, 15, 900_000, tzinfo=dt.UTC)


def test_the_first_checkout_may_reach_past_the_deadline() -> None:
    expiry = session_expiry(now=NOW, deadline=NOW + dt.timedelta(minutes=15), is_first=True)
    assert expiry == dt.datetime(2026, 3, 12, 15, 5, 15, tzinfo=dt.UTC)


def test_stripe_takes_the_expiry_although_our_clock_is_minutes_behind() -> None:
    expiry = session_expiry(now=NOW, deadline=NOW, is_first=True)
    assert expiry is not None
    assert expiry - NOW >= dt.timedelta(minutes=34, seconds=59)


@pytest.mark.parametrize(
    ("answered", "seconds"),
    [(0, 0), (1, 0), (3, 0), (4, 1), (93, 90), (-1, 0), (-2, -1), (-91, -90)],
)
def test_clocks_differ_by_no_more_than_is_sure(answered: int, seconds: int) -> None:
    """Asked at NOW, answered three seconds later; Stripe says whole seconds, so one more is never sure."""
    asked_at = NOW.replace(microsecond=0)
    found = clock_difference(
        asked_at + dt.timedelta(seconds=answered),
        asked_at=asked_at,
        answered_at=asked_at + dt.timedelta(seconds=3),
    )
    assert found == seconds


def test_a_refund_gets_another_key_only_after_the_first_led_to_nothing() -> None:
    assert refund_key("a") == refund_key("a", 0) == "refund-a"
    assert [refund_key("a", number) for number in (1, 2)] == ["refund-a-1", "refund-a-2"]


def test_a_later_checkout_may_not_move_the_deadline() -> None:
    near, far = NOW + dt.timedelta(minutes=36), NOW + dt.timedelta(minutes=38)
    assert session_expiry(now=NOW, deadline=near, is_first=False) is None
    assert session_expiry(now=NOW, deadline=far, is_first=False) is not None


def test_each_attempt_and_refund_has_its_own_key() -> None:
    assert checkout_key("a") != checkout_key("b")
    assert checkout_key("a") != refund_key("a")


def test_a_refund_may_fail_even_after_it_succeeded() -> None:
    assert REFUND.after("fail", RefundState.SUCCEEDED) == RefundState.FAILED


def test_a_failing_event_waits_longer_each_time() -> None:
    waits = [retry_after(attempts).total_seconds() for attempts in (1, 2, 3, 20)]
    assert waits == [30, 60, 120, 3600]


def test_parts_add_up_exactly_and_the_first_takes_what_is_left_over() -> None:
    assert instalment_parts(64001, count=3, step_minor=1) == (21335, 21333, 21333)
    assert instalment_parts(10000, count=3, step_minor=10) == (3340, 3330, 3330)
    assert instalment_parts(64000, count=1, step_minor=1) == (64000,)


def test_instalments_are_due_at_their_interval_from_the_first_day() -> None:
    first = dt.date(2026, 1, 31)
    assert instalment_dates(first, count=3, interval_days=30) == (
        first,
        dt.date(2026, 3, 2),
        dt.date(2026, 4, 1),
    )


def test_an_instalment_is_tried_at_ten_in_the_morning_of_its_payer_summer_or_winter() -> None:
    winter = instalment_time(dt.date(2026, 3, 28), zone="Europe/Oslo")
    summer = instalment_time(dt.date(2026, 3, 29), zone="Europe/Oslo")
    assert (winter.hour, summer.hour) == (9, 8)
    assert winter.tzinfo is dt.UTC
