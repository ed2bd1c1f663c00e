"""What Stripe says of refunds, disputes and cards, as moves of ours; and the days of a refused instalment."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mentorhub.payments.rules.checkouts import SESSION_MARGIN, SESSION_MINUTES, session_expiry
from mentorhub.payments.rules.instalments import InstalmentState, is_refused, missed_from, next_try
from mentorhub.payments.rules.refunds import DisputeState, RefundState, dispute_verb, refund_verb

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("status", "state", "verb"),
    [
        ("succeeded", RefundState.QUEUED, "succeed"),
        ("succeeded", RefundState.PENDING, "succeed"),
        ("succeeded", RefundState.SUCCEEDED, None),
        ("succeeded", RefundState.FAILED, None),
        ("failed", RefundState.SUCCEEDED, "fail"),
        ("failed", RefundState.FAILED, None),
        ("canceled", RefundState.PENDING, "cancel"),
        ("canceled", RefundState.SUCCEEDED, None),
        ("pending", RefundState.QUEUED, "send"),
        ("requires_action", RefundState.QUEUED, "send"),
        ("pending", RefundState.SUCCEEDED, None),
    ],
)
def test_a_refund_goes_where_stripe_says_and_never_back(
    status: str, state: RefundState, verb: str | None
) -> None:
    assert refund_verb(status, state) == verb


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        ("won", "win"),
        ("prevented", "win"),
        ("warning_closed", "win"),
        ("lost", "lose"),
        ("needs_response", None),
        ("under_review", None),
        ("warning_needs_response", None),
    ],
)
def test_a_dispute_is_open_until_it_is_decided_and_then_stays_so(
    status: str, verb: str | None
) -> None:
    assert dispute_verb(status, DisputeState.OPEN) == verb
    assert dispute_verb(status, DisputeState.WON) is None
    assert dispute_verb(status, DisputeState.LOST) is None


def test_a_refused_instalment_is_missed_so_many_days_after_its_own_at_ten() -> None:
    ends_at = missed_from(dt.date(2027, 3, 20), days=14, zone="Europe/Oslo")
    assert ends_at == dt.datetime(2027, 4, 3, 10, 0, tzinfo=ZoneInfo("Europe/Oslo"))
    assert ends_at.utcoffset() == dt.timedelta()


def test_a_refused_card_is_tried_again_three_days_later_while_there_is_time() -> None:
    again = NOON + dt.timedelta(days=3)
    late = again + dt.timedelta(seconds=1)
    assert next_try("card_declined", now=NOON, ends_at=late) == again
    assert next_try("card_declined", now=NOON, ends_at=again) is None
    assert next_try("authentication_required", now=NOON, ends_at=late) is None
    assert next_try("no_card", now=NOON, ends_at=late) is None


def test_only_what_was_refused_and_is_waited_for_is_refused() -> None:
    assert is_refused(InstalmentState.SCHEDULED, "card_declined")
    assert not is_refused(InstalmentState.SCHEDULED, "")
    assert not is_refused(InstalmentState.MISSED, "card_declined")


def test_a_second_checkout_may_end_exactly_at_the_deadline() -> None:
    ends_at = NOON + dt.timedelta(minutes=SESSION_MINUTES)
    last = ends_at + SESSION_MARGIN
    assert session_expiry(now=NOON, deadline=last, is_first=False) == ends_at
    just_before = last - dt.timedelta(microseconds=1)
    assert session_expiry(now=NOON, deadline=just_before, is_first=False) is None
