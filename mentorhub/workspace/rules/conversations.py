"""A conversation as a value: what it was, who began, and what became of it. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Began, Kind

PARTICIPANTS_MAX = 30  # more than that is an occasion, not a conversation
MINUTES_MAX = 1440
WRITTEN = frozenset({Kind.MESSAGE, Kind.EMAIL, Kind.LETTER})


class Outcome(StrEnum):
    """Which way it went."""

    BOTH_WAYS = "both_ways"
    OUTGOING = "outgoing"
    INCOMING = "incoming"
    TRIED = "tried"
    MISSED = "missed"
    PRESENT = "present"


class NobodyLeft(Refusal):
    """A conversation needs somebody whom it was with."""


class TooManyParticipants(Refusal):
    """More people than one conversation can have."""


@dataclass(frozen=True)
class Conversation:
    """What is written about one conversation, or a try at one; `note` is the one that all who took part share.

    `on_date` and `at_time` are on its owner's calendar and clock; `minutes` is 1 to 1440.
    """

    kind: Kind
    on_date: dt.date
    is_two_way: bool
    note: str = ""
    began: Began = Began.ME
    at_time: dt.time | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Part:
    """Somebody who took part, by their public id; `note` is about them alone."""

    public_id: str
    note: str = ""


@dataclass(frozen=True)
class Favour:
    """Something given or received in a conversation; effort 1 to 3."""

    direction: Direction
    what: str = ""
    effort: int = 1


def outcome(kind: Kind, began: Began, *, is_two_way: bool) -> Outcome:
    """Written to or by somebody without an answer is outgoing or incoming; any other try at talking failed."""
    if is_two_way:
        return Outcome.BOTH_WAYS
    if kind in WRITTEN:
        return Outcome.OUTGOING if began is Began.ME else Outcome.INCOMING
    if kind in {Kind.EVENT, Kind.FIRST_MEETING}:
        return Outcome.PRESENT
    return Outcome.TRIED if began is Began.ME else Outcome.MISSED


def refuse_wrong_number(people: int) -> None:
    """Raises `NobodyLeft` for a conversation with nobody, `TooManyParticipants` beyond the limit."""
    if people < 1:
        raise NobodyLeft
    if people > PARTICIPANTS_MAX:
        raise TooManyParticipants
