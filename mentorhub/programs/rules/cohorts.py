"""A cohort's states and window: which one counts now, what may be opened. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

CLAIM_MINUTES = range(5, 1441)
OFFER_HOURS = range(1, 337)


class CohortState(StrEnum):
    """What a cohort stores; everything else about it is derived from time and counters.

    A rehearsal is a cohort of its own kind: a copy that only its practice sees, open for an hour, then rehearsed.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    REHEARSAL = "rehearsal"
    REHEARSED = "rehearsed"


OFFERED = (CohortState.DRAFT, CohortState.PUBLISHED)
IN_PUBLIC = (CohortState.PUBLISHED, CohortState.CANCELLED)
CALLED_OFF = (CohortState.CANCELLED, CohortState.REHEARSED)  # nobody is seated any more
REHEARSALS = (CohortState.REHEARSAL, CohortState.REHEARSED)


class PublicState(StrEnum):
    """What the public sees of a cohort."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    FULL = "full"
    PAUSED = "paused"
    CLOSED = "closed"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


COHORT = Transitions(
    CohortState.DRAFT,
    {
        "publish": ((CohortState.DRAFT,), CohortState.PUBLISHED),
        "take_back": ((CohortState.PUBLISHED,), CohortState.DRAFT),
        "cancel": ((CohortState.DRAFT, CohortState.PUBLISHED), CohortState.CANCELLED),
        "rehearse": ((CohortState.DRAFT,), CohortState.REHEARSAL),
        "end_rehearsal": ((CohortState.REHEARSAL,), CohortState.REHEARSED),
    },
)


@dataclass(frozen=True)
class Window:
    """When a cohort takes arrivals, [opens_at, closes_at), and when it runs."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    starts_on: dt.date
    ends_on: dt.date


class Misshapen(Refusal):
    """A value of a cohort or a price is not possible; carries the name of its field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WindowsOverlap(Refusal):
    """Another published cohort of the programme takes arrivals at the same time; carries when."""

    def __init__(self, opens_at: dt.datetime, closes_at: dt.datetime) -> None:
        super().__init__(opens_at, closes_at)
        self.opens_at = opens_at
        self.closes_at = closes_at


class CohortUnpriced(Refusal):
    """A cohort without a price cannot be published: nobody could enrol."""


class PracticeCannotCharge(Refusal):
    """The practice takes no payments yet, or not now, and a seat here costs money."""


def public_state(
    state: CohortState,
    window: Window,
    *,
    free: int,
    waiting: int,
    now: dt.datetime,
    is_paused: bool = False,
) -> PublicState:
    """Derived, never stored. A free seat while people wait is offered to them, so that is full too.

    While it is paused, it takes arrivals and gives nobody a seat.
    """
    if state in CALLED_OFF:
        return PublicState.CANCELLED
    if now < window.opens_at:
        return PublicState.SCHEDULED
    if now < window.closes_at and is_paused:
        return PublicState.PAUSED
    if now < window.closes_at:
        return PublicState.OPEN if free > 0 and waiting == 0 else PublicState.FULL
    today = now.date()
    if today < window.starts_on:
        return PublicState.CLOSED
    return PublicState.RUNNING if today <= window.ends_on else PublicState.ENDED


class Opening(Protocol):
    """What says of a cohort when it takes arrivals."""

    @property
    def state(self) -> CohortState: ...
    @property
    def opens_at(self) -> dt.datetime: ...
    @property
    def closes_at(self) -> dt.datetime: ...


C = TypeVar("C", bound=Opening)


def current(cohorts: Sequence[C], *, now: dt.datetime) -> C | None:
    """Which of a programme's public cohorts counts: the one that takes arrivals; else the next that will; else the
    latest. None where there is none."""
    open_or_next = [
        one for one in cohorts if one.state == CohortState.PUBLISHED and now < one.closes_at
    ]
    if open_or_next:
        return min(open_or_next, key=lambda one: one.opens_at)
    return max(cohorts, key=lambda one: one.opens_at, default=None)


def refuse_misshapen_cohort(
    window: Window, *, seats: int, claim_minutes: int, offer_hours: int
) -> None:
    """Raises `Misshapen` with the first field whose value is not possible."""
    _refuse_unless(
        seats=seats >= 0,
        closes_at=window.opens_at < window.closes_at,
        ends_on=window.starts_on <= window.ends_on,
        claim_minutes=claim_minutes in CLAIM_MINUTES,
        offer_hours=offer_hours in OFFER_HOURS,
    )


def refuse_overlap(window: Window, *, others: Iterable[Window]) -> None:
    """Raises `WindowsOverlap` where arrivals would be taken for two cohorts at once."""
    for other in others:
        if other.opens_at < window.closes_at and window.opens_at < other.closes_at:
            raise WindowsOverlap(other.opens_at, other.closes_at)


def refuse_unable_to_charge(*, can_charge: bool, amounts_minor: Iterable[int]) -> None:
    """Nothing that costs something opens before its practice can be paid; seats can always be given away.

    Raises `PracticeCannotCharge`.
    """
    if not can_charge and any(amounts_minor):
        raise PracticeCannotCharge


def _refuse_unless(**is_valid: bool) -> None:
    for field, is_possible in is_valid.items():
        if not is_possible:
            raise Misshapen(field)
