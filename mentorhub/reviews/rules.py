"""States of a check-in and an appointment, the weeks of a course, who goes on and who is stuck. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

MENTOR_READS_AFTERWARDS = dt.timedelta(days=14)  # for the last review, once a mentorship has ended
ANSWER_WITHIN = dt.timedelta(days=3)  # a check-in that waits longer is shown as late
PROMPTS_MAX = 9
ANSWER_MAX = 10_000
NEXT_STEP_MAX = 300
QUIET_WEEKS = 2  # so many finished weeks without a check-in, and a mentee counts as stuck
WEEK = dt.timedelta(days=7)


class CheckInState(StrEnum):
    """A week's check-in, from the first words to the mentor's answer."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"


CHECK_IN = Transitions(
    CheckInState.DRAFT,
    {
        "submit": ((CheckInState.DRAFT,), CheckInState.SUBMITTED),
        "review": ((CheckInState.SUBMITTED,), CheckInState.REVIEWED),
    },
)


class AppointmentState(StrEnum):
    """A talk of mentor and mentee."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


APPOINTMENT = Transitions(
    AppointmentState.PLANNED,
    {
        "hold": ((AppointmentState.PLANNED,), AppointmentState.HELD),
        "cancel": ((AppointmentState.PLANNED,), AppointmentState.CANCELLED),
    },
)


class EnrolmentPaused(Refusal):
    """Check-ins and the mentor's view are closed while the enrolment is paused."""


class MentorshipOver(Refusal):
    """The mentorship has ended; nobody answers any more."""


class WeekClosed(Refusal):
    """A check-in is started in its own week or the one after."""


class NothingWritten(Refusal):
    """A check-in without a word cannot be submitted."""


class AlreadySent(Refusal):
    """A submitted check-in can no longer be changed."""


class AlreadyReviewed(Refusal):
    """A check-in has one review."""


class ChangedElsewhere(Refusal):
    """The check-in was saved in another window after this one was opened; both texts still exist."""

    def __init__(self, check_in_id: str) -> None:
        super().__init__(check_in_id)
        self.check_in_id = check_in_id


@dataclass(frozen=True)
class Course:
    """A cohort's weeks: 0 is "before we begin", then 1 to `weeks`. The last takes what is left until `ends_on`."""

    starts_on: dt.date
    ends_on: dt.date

    @property
    def weeks(self) -> int:
        """How many weeks the dates make: at least one, odd days rounded."""
        return max(1, round((self.ends_on - self.starts_on) / WEEK))

    def week_on(self, day: dt.date) -> int | None:
        """The week that `day` lies in; None once the course is over."""
        if day < self.starts_on:
            return 0
        if day > self.ends_on:
            return None
        return min((day - self.starts_on) // WEEK + 1, self.weeks)

    def dates(self, week: int) -> tuple[dt.date | None, dt.date]:
        """First and last day of a week; week 0 has no first day."""
        if week == 0:
            return None, self.starts_on - dt.timedelta(days=1)
        first = self.starts_on + WEEK * (week - 1)
        return first, self.ends_on if week == self.weeks else first + dt.timedelta(days=6)

    def writable(self, day: dt.date) -> Sequence[int]:
        """The weeks whose check-in may be started on `day`: this week's first, then last week's."""
        found = (self.week_on(day), self.week_on(day - WEEK))
        return tuple(dict.fromkeys(week for week in found if week is not None))


class Standing(StrEnum):
    """How a mentee is doing, by the rule the mentor's roster names."""

    PAUSED = "paused"
    BEFORE = "before"
    OVER = "over"
    WAITING = "waiting"
    QUIET = "quiet"
    MISSED = "missed"
    WRITING = "writing"
    GOING_ON = "going_on"


Mark = Literal["replied", "waiting", "writing", "missed", "ahead"]
_MARKS: Mapping[CheckInState, Mark] = {
    CheckInState.DRAFT: "writing",
    CheckInState.SUBMITTED: "waiting",
    CheckInState.REVIEWED: "replied",
}
States = Mapping[int, CheckInState]


def day_in(zone: str, *, now: dt.datetime) -> dt.date:
    """Which day it is in an IANA zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def refuse_stopped(*, is_paused: bool, is_over: bool) -> None:
    """Raises `EnrolmentPaused` or `MentorshipOver`."""
    if is_over:
        raise MentorshipOver
    if is_paused:
        raise EnrolmentPaused


def refuse_closed_week(week: int, *, course: Course, day: dt.date) -> None:
    """Raises `WeekClosed` unless the week's check-in may be started on `day`."""
    if week not in course.writable(day):
        raise WeekClosed


def refuse_empty(answers: Collection[str]) -> None:
    """Raises `NothingWritten` unless one answer has a word."""
    if not any(answer.strip() for answer in answers):
        raise NothingWritten


def mentor_may_read(until_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """While the mentorship is current, and for the last review 14 days after it ended."""
    return until_at is None or now < until_at + MENTOR_READS_AFTERWARDS


def is_late(submitted_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether a check-in has waited too long for its answer."""
    return now - submitted_at > ANSWER_WITHIN


def week_marks(course: Course, *, states: States, joined_on: dt.date, today: dt.date) -> list[Mark]:
    """One mark for each week from 1: its check-in's state; "missed" for a past week without one."""
    first, current = _span(course, joined_on=joined_on, today=today)
    marks: list[Mark] = []
    for week in range(1, course.weeks + 1):
        if week in states:
            marks.append(_MARKS[states[week]])
        else:
            marks.append("missed" if first <= week < current else "ahead")
    return marks


def standing(
    course: Course, *, states: States, joined_on: dt.date, today: dt.date
) -> tuple[Standing, int]:
    """How a mentee is doing, and for how many weeks in a row no check-in was submitted."""
    first, current = _span(course, joined_on=joined_on, today=today)
    quiet = _quiet_weeks(states, first=first, current=current)
    if CheckInState.SUBMITTED in states.values():
        return Standing.WAITING, quiet
    if current > course.weeks:
        return Standing.OVER, quiet
    if quiet >= QUIET_WEEKS:
        return Standing.QUIET, quiet
    if states.get(current) == CheckInState.DRAFT:
        return Standing.WRITING, quiet
    if current == 0:
        return Standing.BEFORE, quiet
    return (Standing.MISSED if quiet else Standing.GOING_ON), quiet


def _span(course: Course, *, joined_on: dt.date, today: dt.date) -> tuple[int, int]:
    """The first week that asked for a check-in, and the current one (one beyond the last once the course is over)."""
    after = course.weeks + 1
    joined, current = course.week_on(joined_on), course.week_on(today)
    return max(1, after if joined is None else joined), after if current is None else current


def _quiet_weeks(states: States, *, first: int, current: int) -> int:
    if states.get(current, CheckInState.DRAFT) != CheckInState.DRAFT:
        return 0
    quiet = 0
    for week in range(current - 1, first - 1, -1):
        if states.get(week, CheckInState.DRAFT) != CheckInState.DRAFT:
            break
        quiet += 1
    return quiet
