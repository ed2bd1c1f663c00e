"""States, deadlines, refusals and the journal's text: pure functions of values and now."""

import datetime as dt
import hashlib
import json
from zoneinfo import ZoneInfo

import pytest

from mentorhub.enrolment.rules.refusals import (
    AlreadyInLine,
    AlreadySeated,
    CohortOver,
    LapsedBefore,
    NoLongerOpen,
    NotOpenYet,
    RefundExceeds,
    SeatsBelowTaken,
    SeatsTooMany,
)
from mentorhub.enrolment.rules.states import (
    ENROLMENT,
    LIVE,
    SEATED,
    STATE_AFTER,
    UNPAID_ENDS,
    EnrolmentState,
    entry_hash,
    entry_text,
    hold_deadline,
    offer_deadline,
    paying_deadline,
    refuse_outside_window,
    refuse_over,
    refuse_seats,
    refuse_withdrawal,
    reminder_due,
)
from mentorhub.foundation.errors import IllegalMove

NOW = dt.datetime(2026, 3, 12, 14, 30, 15, 250_000, tzinfo=dt.UTC)


def test_an_arrival_is_taken_from_opening_until_just_before_closing() -> None:
    hour = dt.timedelta(hours=1)
    refuse_outside_window(NOW, NOW + hour, now=NOW)
    with pytest.raises(NotOpenYet) as early:
        refuse_outside_window(NOW, NOW + hour, now=NOW - dt.timedelta(microseconds=1))
    assert early.value.opens_at == NOW
    with pytest.raises(NoLongerOpen) as late:
        refuse_outside_window(NOW - hour, NOW, now=NOW)
    assert late.value.closes_at == NOW


def test_deadlines_are_whole_seconds() -> None:
    assert hold_deadline(now=NOW, claim_minutes=15) == dt.datetime(
        2026, 3, 12, 14, 45, 15, tzinfo=dt.UTC
    )
    assert offer_deadline(now=NOW, offer_hours=48, zone="Europe/Oslo") == dt.datetime(
        2026, 3, 14, 14, 30, 15, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("zone", "from_there", "ends_there"),
    [
        ("Europe/Oslo", "2026-03-10 21:59:59", "2026-03-12 21:59:59"),
        ("Europe/Oslo", "2026-03-10 22:00:00", "2026-03-13 09:00:00"),
        ("Europe/Oslo", "2026-03-10 03:00:00", "2026-03-12 09:00:00"),
        ("Europe/Oslo", "2026-03-10 08:00:00", "2026-03-12 08:00:00"),
        ("Europe/Oslo", "2026-03-27 23:30:00", "2026-03-30 09:00:00"),  # over the change to summer
        ("America/St_Johns", "2026-10-30 22:30:00", "2026-11-01 21:30:00"),  # and back to winter
        ("Asia/Kolkata", "2026-03-10 07:59:59", "2026-03-12 09:00:00"),
    ],
)
def test_an_offer_never_ends_in_the_night(zone: str, from_there: str, ends_there: str) -> None:
    now = dt.datetime.fromisoformat(from_there).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    end = offer_deadline(now=now, offer_hours=48, zone=zone)
    assert end.tzinfo is dt.UTC
    assert str(end.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) == ends_there


def test_an_offer_is_mentioned_once_more_before_its_end() -> None:
    long = reminder_due(offered_at=NOW, held_until=NOW + dt.timedelta(hours=48))
    assert long == NOW + dt.timedelta(hours=36)
    short = reminder_due(offered_at=NOW, held_until=NOW + dt.timedelta(hours=4))
    assert short == NOW + dt.timedelta(hours=2)


def test_a_payable_hold_lasts_longer_than_its_checkout() -> None:
    margin, ends = dt.timedelta(minutes=2), NOW + dt.timedelta(minutes=31)
    assert paying_deadline(NOW, checkout_ends=ends, margin=margin) == ends + margin
    far = NOW + dt.timedelta(days=2)
    assert paying_deadline(far, checkout_ends=ends, margin=margin) == far


def test_money_on_its_way_cannot_be_left() -> None:
    for state in (EnrolmentState.PAYING, EnrolmentState.ENROLLED, EnrolmentState.COMPLETED):
        assert not ENROLMENT.allows("leave", state)
    with pytest.raises(IllegalMove):
        ENROLMENT.after("leave", EnrolmentState.ENROLLED)


def test_every_state_is_live_seated_or_ended() -> None:
    ended = {*UNPAID_ENDS, EnrolmentState.WITHDRAWN, EnrolmentState.REMOVED}
    assert set(SEATED) <= set(LIVE)
    assert set(LIVE) | ended == set(EnrolmentState)
    assert not set(LIVE) & ended


def test_an_entry_is_canonical_text_and_its_hash_covers_the_one_before() -> None:
    text = entry_text(cohort="c", number=7, kind="held", place=4, seat=2, at=NOW)
    assert json.loads(text) == {
        "at": "2026-03-12T14:30:15.250000+00:00",
        "cohort": "c",
        "kind": "held",
        "number": 7,
        "place": 4,
        "seat": 2,
    }
    expected = hashlib.sha256(f"{'0' * 64}\n{text}".encode()).hexdigest()
    assert entry_hash("0" * 64, text) == expected
    assert entry_hash("1" * 64, text) != expected


def test_an_entry_that_changes_the_seats_says_how_many_there_are() -> None:
    text = entry_text(
        cohort="c", number=7, kind="seats_raised", place=None, seat=None, at=NOW, seats=12
    )
    assert text == (
        '{"at":"2026-03-12T14:30:15.250000+00:00","cohort":"c","kind":"seats_raised","number":7,'
        '"place":null,"seat":null,"seats":12}'
    )


def test_every_state_but_the_first_is_what_some_entry_says() -> None:
    assert {*STATE_AFTER.values(), EnrolmentState.ARRIVED} == set(EnrolmentState)


def test_seats_lie_between_those_taken_and_ten_thousand() -> None:
    refuse_seats(0, taken=0)
    refuse_seats(10_000, taken=10_000)
    with pytest.raises(SeatsBelowTaken) as below:
        refuse_seats(4, taken=5)
    assert below.value.taken == 5
    with pytest.raises(SeatsBelowTaken):
        refuse_seats(-1, taken=0)
    with pytest.raises(SeatsTooMany) as above:
        refuse_seats(10_001, taken=5)
    assert above.value.max == 10_000


def test_a_cohort_is_over_after_its_last_day() -> None:
    day = dt.date(2026, 6, 1)
    refuse_over(day, today=day)
    with pytest.raises(CohortOver):
        refuse_over(day, today=day + dt.timedelta(days=1))


def test_after_the_last_day_only_payments_to_come_can_be_stopped() -> None:
    day = dt.date(2026, 6, 1)
    after = day + dt.timedelta(days=1)
    refuse_withdrawal(day, today=day, has_more_to_pay=False)
    refuse_withdrawal(day, today=after, has_more_to_pay=True)
    with pytest.raises(CohortOver):
        refuse_withdrawal(day, today=after, has_more_to_pay=False)


def test_refusals_carry_their_data() -> None:
    assert AlreadySeated(7).enrolment_id == 7
    assert RefundExceeds(300).left_minor == 300
    assert AlreadyInLine(7).enrolment_id == 7
    assert LapsedBefore(7).enrolment_id == 7
