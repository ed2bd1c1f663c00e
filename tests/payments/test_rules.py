"""Keys, expiries and tables of money: pure."""

import datetime as dt

from mentorhub.payments import rules
from mentorhub.payments.rules import REFUND, RefundState

NOW = dt.datetime(2026, 3, 12, 14, 30, 15, 900_000, tzinfo=dt.UTC)


def test_the_first_checkout_may_reach_past_the_deadline() -> None:
    expiry = rules.session_expiry(now=NOW, deadline=NOW + dt.timedelta(minutes=15), is_first=True)
    assert expiry == dt.datetime(2026, 3, 12, 15, 1, 15, tzinfo=dt.UTC)


def test_stripe_takes_the_expiry_even_when_the_call_is_slow() -> None:
    expiry = rules.session_expiry(now=NOW, deadline=NOW, is_first=True)
    assert expiry is not None
    assert expiry - NOW >= dt.timedelta(minutes=30, seconds=59)


def test_a_later_checkout_may_not_move_the_deadline() -> None:
    near, far = NOW + dt.timedelta(minutes=32), NOW + dt.timedelta(minutes=34)
    assert rules.session_expiry(now=NOW, deadline=near, is_first=False) is None
    assert rules.session_expiry(now=NOW, deadline=far, is_first=False) is not None


def test_each_attempt_and_refund_has_its_own_key() -> None:
    assert rules.checkout_key("a") != rules.checkout_key("b")
    assert rules.checkout_key("a") != rules.refund_key("a")


def test_a_refund_may_fail_even_after_it_succeeded() -> None:
    assert REFUND.after("fail", RefundState.SUCCEEDED) == RefundState.FAILED


def test_a_failing_event_waits_longer_each_time() -> None:
    waits = [rules.retry_after(attempts).total_seconds() for attempts in (1, 2, 3, 20)]
    assert waits == [30, 60, 120, 3600]
