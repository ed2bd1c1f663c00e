"""What a first programme needs before it is public, and until when it can be taken back."""

import datetime as dt

import pytest

from mentorhub.programs.rules.cohorts import Window
from mentorhub.programs.rules.setup import (
    COHORT,
    OWN,
    POLICY,
    PROGRAM,
    SetupItem,
    SetupStep,
    Step,
    TakesArrivals,
    cohort_fields,
    missing_fields,
    refuse_taking_back,
)

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WINDOW = Window(NOW + DAY, NOW + 9 * DAY, (NOW + 20 * DAY).date(), (NOW + 90 * DAY).date())
EARLIER = Window(NOW - 9 * DAY, NOW + DAY, NOW.date(), (NOW + 90 * DAY).date())
OVER = Window(NOW - 9 * DAY, NOW - DAY, NOW.date() - DAY, NOW.date() - DAY)


def fields(window: Window = WINDOW, others: tuple[Window, ...] = (), **changed: object) -> set[str]:
    """What of a cohort is not as it must be."""
    usual = {"name": "Spring", "seats": 6, "is_priced": True, **changed}
    found = cohort_fields(window, others=others, now=NOW, **usual)  # type: ignore[arg-type]
    return set(COHORT) - found


def test_a_cohort_needs_a_name_a_seat_a_price_and_days_to_come() -> None:
    assert fields() == set()
    assert fields(name="") == {"name"}
    assert fields(seats=0) == {"seats"}
    assert fields(is_priced=False) == {"prices"}
    assert fields(OVER) == {"closes_at", "ends_on"}


def test_a_cohort_may_not_take_arrivals_with_another() -> None:
    assert fields(others=(EARLIER,)) == set()  # it closes as this one opens
    assert fields(others=(WINDOW,)) == {"closes_at"}


def test_the_first_and_last_moment_of_a_window_and_day_count() -> None:
    closes_now = Window(NOW - DAY, NOW, NOW.date(), NOW.date())
    assert fields(closes_now) == {"closes_at"}
    closes_later = Window(NOW - DAY, NOW + dt.timedelta(seconds=1), NOW.date(), NOW.date())
    assert fields(closes_later) == set()


def test_all_that_is_needed_is_missing_at_first_and_nothing_that_is_only_good_to_have() -> None:
    needed = [name for table in OWN.values() for name, is_needed in table.items() if is_needed]
    assert list(missing_fields({})) == needed
    assert "photo" not in needed and "questions" not in needed
    there = {Step.PROGRAM: set(PROGRAM), Step.COHORT: set(COHORT), Step.POLICY: set(POLICY)}
    assert missing_fields(there) == ()
    there[Step.POLICY].remove("terms")
    assert missing_fields(there) == ("terms",)


def test_a_step_is_done_without_what_is_only_good_to_have() -> None:
    wish = SetupItem("a photo", "/account", is_there=False, is_needed=False)
    need = SetupItem("a title", "/edit#title", is_there=False)
    assert SetupStep(Step.PROGRAM, "", "", (wish,)).is_done
    step = SetupStep(Step.PROGRAM, "", "", (wish, need))
    assert not step.is_done
    assert (step.missing, step.wished) == ((need,), (wish,))


def test_it_is_taken_back_until_a_minute_before_it_opens() -> None:
    minute = dt.timedelta(minutes=1)
    refuse_taking_back(NOW + minute * 2, entries=0, now=NOW)
    for opens_at, entries in ((NOW + minute, 0), (NOW - DAY, 0), (NOW + DAY, 1)):
        with pytest.raises(TakesArrivals):
            refuse_taking_back(opens_at, entries=entries, now=NOW)
