"""Until when answers can be written: the first day where the practice is, a week at least after enrolling."""

import datetime as dt

import pytest

from mentorhub.enrolment.rules.intake import AnswersClosed, Progress, answers_until, refuse_late

START = dt.date(2026, 3, 2)
MIDNIGHT_IN_OSLO = dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC)


def test_answers_close_when_the_first_day_begins_at_the_practice() -> None:
    enrolled = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    assert answers_until(START, enrolled, zone="Europe/Oslo") == MIDNIGHT_IN_OSLO


def test_whoever_enrols_late_has_a_week() -> None:
    enrolled = MIDNIGHT_IN_OSLO - dt.timedelta(days=6)
    found = answers_until(START, enrolled, zone="Europe/Oslo")
    assert found == enrolled + dt.timedelta(days=7)


def test_the_moment_itself_is_too_late() -> None:
    refuse_late(MIDNIGHT_IN_OSLO, now=MIDNIGHT_IN_OSLO - dt.timedelta(seconds=1))
    with pytest.raises(AnswersClosed) as closed:
        refuse_late(MIDNIGHT_IN_OSLO, now=MIDNIGHT_IN_OSLO)
    assert closed.value.until == MIDNIGHT_IN_OSLO


@pytest.mark.parametrize(
    ("progress", "is_complete"),
    [
        (Progress(asked=2, answered=0, missing=0), False),
        (Progress(asked=2, answered=1, missing=1), False),
        (Progress(asked=2, answered=1, missing=0), True),
    ],
)
def test_complete_is_whatever_is_needed_and_something_at_all(
    progress: Progress, is_complete: bool
) -> None:
    assert progress.is_complete is is_complete
