"""Answers to a mentor's intake questions: until when they can be written and corrected, how far they have got. Pure."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.errors import Refusal

AT_LEAST = dt.timedelta(days=7)  # to answer, for whoever enrols late
ASKED = frozenset({EnrolmentState.ENROLLED, EnrolmentState.COMPLETED})  # whose seat it is


class AnswersClosed(Refusal):
    """The time for answers is over; carries when it ended. Nothing was changed."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


class AnswerTooLong(Refusal):
    """More characters than an answer may have; carries the question's public id, and how many there may be."""

    def __init__(self, public_id: str, most: int) -> None:
        super().__init__(public_id, most)
        self.public_id, self.most = public_id, most


@dataclass(frozen=True)
class Progress:
    """How many questions are asked, how many of them are answered, and how many answers are needed still."""

    asked: int
    answered: int
    missing: int

    @property
    def is_complete(self) -> bool:
        """Whether the mentor has all that they need, and something at all."""
        return self.answered > 0 and self.missing == 0


def answers_until(starts_on: dt.date, enrolled_at: dt.datetime, *, zone: str) -> dt.datetime:
    """The beginning of the cohort's first day where its practice is; a week after enrolling where that is later."""
    start = dt.datetime.combine(starts_on, dt.time(), tzinfo=ZoneInfo(zone))
    return max(start.astimezone(dt.UTC), enrolled_at + AT_LEAST)


def refuse_late(until: dt.datetime, *, now: dt.datetime) -> None:
    """Raises `AnswersClosed` once the time is over."""
    if now >= until:
        raise AnswersClosed(until)
