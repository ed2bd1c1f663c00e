"""What a cohort's public state is, which price is valid when, what may be published. Pure."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions


class ProgramState(StrEnum):
    """Whether a programme has a public page."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class CohortState(StrEnum):
    """What a cohort stores; everything else about it is derived from time and counters."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class PublicState(StrEnum):
    """What the public sees of a cohort."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class PriceKind(StrEnum):
    """How a seat is paid."""

    FREE = "free"
    FULL = "full"
    INSTALMENTS = "instalments"


class MissedInstalment(StrEnum):
    """What a missed instalment does to the enrolment."""

    PAUSE = "pause"
    REMOVE = "remove"


PROGRAM = Transitions(
    ProgramState.DRAFT,
    {
        "publish": ((ProgramState.DRAFT, ProgramState.ARCHIVED), ProgramState.PUBLISHED),
        "archive": ((ProgramState.DRAFT, ProgramState.PUBLISHED), ProgramState.ARCHIVED),
    },
)
COHORT = Transitions(
    CohortState.DRAFT,
    {
        "publish": ((CohortState.DRAFT,), CohortState.PUBLISHED),
        "cancel": ((CohortState.DRAFT, CohortState.PUBLISHED), CohortState.CANCELLED),
    },
)


@dataclass(frozen=True)
class Window:
    """When a cohort takes arrivals, [opens_at, closes_at), and when it runs."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    starts_on: dt.date
    ends_on: dt.date


class SlugTaken(Refusal):
    """Another programme has, or had, this address."""


class PriceNotChargeable(Refusal):
    """Stripe could not take this amount; carries the smallest one it takes, in minor units."""

    def __init__(self, *, minimum_minor: int, currency: str) -> None:
        super().__init__(minimum_minor, currency)
        self.minimum_minor = minimum_minor
        self.currency = currency


def public_state(
    state: CohortState, window: Window, *, free: int, waiting: int, now: dt.datetime
) -> PublicState:
    """Derived, never stored. A seat that is free while somebody waits is promised, so that is full too."""
    if state == CohortState.CANCELLED:
        return PublicState.CANCELLED
    if now < window.opens_at:
        return PublicState.SCHEDULED
    if now < window.closes_at:
        return PublicState.OPEN if free > 0 and waiting == 0 else PublicState.FULL
    today = now.date()
    if today < window.starts_on:
        return PublicState.CLOSED
    return PublicState.RUNNING if today <= window.ends_on else PublicState.ENDED


def price_is_available(
    available_from: dt.datetime | None, available_until: dt.datetime | None, *, now: dt.datetime
) -> bool:
    """Whether `now` lies in [from, until); None leaves that side open."""
    return (available_from is None or available_from <= now) and (
        available_until is None or now < available_until
    )


def slug_from(title: str) -> str:
    """A readable address part: lower-case ASCII words joined by hyphens, 80 characters at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")


def instalment_amounts(total_minor: int, count: int) -> list[int]:
    """`total_minor` in `count` parts that differ by one unit at most, the larger ones first."""
    share, rest = divmod(total_minor, count)
    return [share + 1] * rest + [share] * (count - rest)
