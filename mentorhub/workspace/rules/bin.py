"""The bin: how long what was deleted lies in it, and what comes back only with another. Pure."""

import datetime as dt
from enum import StrEnum

from mentorhub.foundation.errors import Refusal

KEPT = dt.timedelta(days=30)
LATE = dt.timedelta(days=1)  # by then the periodic task has erased it


class Thing(StrEnum):
    """What can lie in the bin."""

    PERSON = "person"
    CONVERSATION = "conversation"
    GIVE = "give"
    FOLLOW_UP = "follow_up"
    PROMISE = "promise"
    OCCASION = "occasion"


class RestoreFirst(Refusal):
    """It belongs to something that is in the bin as well: to `name`, or to a conversation where that is ''."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


def is_due(deleted_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether its time in the bin is over."""
    return deleted_at is not None and deleted_at <= now - KEPT
