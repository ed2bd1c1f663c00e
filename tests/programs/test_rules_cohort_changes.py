"""What may still change of a cohort, by what has been promised; what is over; when the next intake opens."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from mentorhub.programs.rules.cohort_changes import (
    AfterItsEnd,
    CohortWords,
    InThePast,
    NoLongerFree,
    Shortened,
    is_begun,
    kept_fields,
    refuse_after_its_end,
    refuse_past,
    refuse_promised,
    refuse_too_much,
    weeks_on,
)
from mentorhub.programs.rules.cohorts import CohortState, Misshapen

NOW = dt.datetime(2027, 2, 1, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
WORDS = CohortWords(
    name="Spring circle",
    mentor="one",
    seats=8,
    opens_at=NOW + DAY,
    closes_at=NOW + 20 * DAY,
    starts_on=TODAY + 30 * DAY,
    ends_on=TODAY + 100 * DAY,
)
DRAFT, PUBLISHED = CohortState.DRAFT, CohortState.PUBLISHED


@pytest.mark.parametrize(
    ("state", "entries", "kept"),
    [
        (DRAFT, 0, set()),
        (DRAFT, 1, {"seats", "opens_at", "closes_at", "starts_on", "ends_on", "mentor"}),
        (PUBLISHED, 0, {"seats", "opens_at", "closes_at"}),
        (PUBLISHED, 1, {"seats", "opens_at", "closes_at", "starts_on", "ends_on", "mentor"}),
    ],
)
def test_more_is_kept_once_it_is_public_and_more_still_once_somebody_has_a_place(
    state: CohortState, entries: int, kept: set[str]
) -> None:
    assert kept_fields(state, entries=entries) == kept
    assert is_begun(state, entries=entries) is bool(kept)


@pytest.mark.parametrize(
    ("changed", "entries", "field"),
    [
        ({"seats": 9}, 0, "seats"),
        ({"opens_at": NOW + 2 * DAY}, 0, "opens_at"),
        ({"closes_at": NOW + 30 * DAY}, 0, "closes_at"),
        ({"starts_on": TODAY + 31 * DAY}, 1, "starts_on"),
        ({"mentor": "two"}, 1, "mentor"),
    ],
)
def test_what_was_promised_is_no_longer_free(
    changed: dict[str, Any], entries: int, field: str
) -> None:
    with pytest.raises(NoLongerFree) as refused:
        refuse_promised(WORDS, replace(WORDS, **changed), state=PUBLISHED, entries=entries)
    assert refused.value.field == field
    refuse_promised(WORDS, replace(WORDS, **changed), state=DRAFT, entries=0)


def test_time_to_answer_gets_only_longer_once_somebody_has_a_place() -> None:
    for shorter in ({"claim_minutes": 14}, {"offer_hours": 47}):
        words = replace(WORDS, **shorter)  # type: ignore[arg-type]
        refuse_promised(WORDS, words, state=PUBLISHED, entries=0)
        with pytest.raises(Shortened):
            refuse_promised(WORDS, words, state=PUBLISHED, entries=1)
    longer = replace(WORDS, claim_minutes=16, offer_hours=49, name="Renamed", welcome_md="Hello")
    refuse_promised(WORDS, longer, state=PUBLISHED, entries=1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"opens_at": NOW - DAY}, "opens_at"),
        ({"closes_at": NOW}, "closes_at"),
        ({"starts_on": TODAY - DAY}, "starts_on"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
    ],
)
def test_what_is_newly_chosen_is_not_over(changed: dict[str, Any], field: str) -> None:
    opening_day = changed.get("opens_at", NOW).date()
    with pytest.raises(InThePast, match=field):
        refuse_past(changed, now=NOW, today=TODAY, opening_day=opening_day)


def test_what_was_chosen_before_may_be_over_and_today_opens_at_once() -> None:
    refuse_past({"name": "Renamed"}, now=NOW, today=TODAY, opening_day=TODAY - 40 * DAY)
    refuse_past({"opens_at": NOW - DAY / 24}, now=NOW, today=TODAY, opening_day=TODAY)


def test_enrolment_ends_by_the_last_day() -> None:
    refuse_after_its_end(TODAY, ends_on=TODAY)
    with pytest.raises(AfterItsEnd):
        refuse_after_its_end(TODAY + DAY, ends_on=TODAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"seats": 10_001}, "seats"),
        ({"welcome_md": "x" * 4001}, "welcome_md"),
    ],
)
def test_what_is_too_much_or_missing_is_named(changed: dict[str, Any], field: str) -> None:
    refuse_too_much(replace(WORDS, seats=10_000, welcome_md="x" * 4000))
    with pytest.raises(Misshapen, match=field):
        refuse_too_much(replace(WORDS, **changed))


def test_the_next_intake_opens_in_the_fewest_weeks_after_all_that_is_public() -> None:
    assert weeks_on(NOW, busy_until=[NOW + 20 * DAY], now=NOW) == 3
    assert weeks_on(NOW, busy_until=[NOW + 21 * DAY], now=NOW) == 3
    assert weeks_on(NOW + 50 * DAY, busy_until=[NOW + 20 * DAY], now=NOW) == 1
    assert weeks_on(NOW - 700 * DAY, busy_until=[NOW - 600 * DAY], now=NOW) == 100
