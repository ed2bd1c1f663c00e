"""What a cohort's public state is, which price is valid when, what may be published. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import in_parts, is_chargeable, minimum_minor, step_minor
from mentorhub.foundation.transitions import Transitions

MAY_OFFER = frozenset({Role.OWNER, Role.MENTOR})  # who may change a practice's programmes
SAME_INQUIRY = dt.timedelta(hours=1)  # the same words again within this time are one inquiry
CLAIM_MINUTES = range(5, 1441)
OFFER_HOURS = range(1, 337)


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


class SlugMisshapen(Refusal):
    """An address part is lower-case ASCII letters, digits, hyphens and underscores, 80 at most."""


class SlugTaken(Refusal):
    """Another programme has, or had, this address."""


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
    """The practice's own Stripe account may not take payments yet, and a seat here costs money."""


class PriceNotChargeable(Refusal):
    """Stripe could not take this amount; carries the smallest one it takes, in minor units."""

    def __init__(self, *, minimum_minor: int, currency: str) -> None:
        super().__init__(minimum_minor, currency)
        self.minimum_minor = minimum_minor
        self.currency = currency


def public_state(
    state: CohortState, window: Window, *, free: int, waiting: int, now: dt.datetime
) -> PublicState:
    """Derived, never stored. A free seat while people wait is offered to them, so that is full too."""
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


def current(candidates: Sequence[tuple[CohortState, Window]], *, now: dt.datetime) -> int | None:
    """Which of a programme's public cohorts its page is about: an index, or None where there is none.

    The one that takes arrivals now; else the next that will; else the latest.
    """
    published = [
        (window.opens_at, index)
        for index, (state, window) in enumerate(candidates)
        if state == CohortState.PUBLISHED and now < window.closes_at
    ]
    if published:
        return min(published)[1]
    latest = [(window.opens_at, index) for index, (_, window) in enumerate(candidates)]
    return max(latest)[1] if latest else None


def price_is_available(
    available_from: dt.datetime | None, available_until: dt.datetime | None, *, now: dt.datetime
) -> bool:
    """Whether `now` lies in [from, until); None leaves that side open."""
    return (available_from is None or available_from <= now) and (
        available_until is None or now < available_until
    )


def refuse_misshapen_slug(slug: str) -> None:
    """Raises `SlugMisshapen` unless `slug` can be part of an address as it is."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", slug):
        raise SlugMisshapen


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


def refuse_unable_to_charge(
    stripe_account: str, stripe_state: StripeState, *, amounts_minor: Iterable[int]
) -> None:
    """The platform's own account ('') may always charge; another once Stripe says it is ready.

    Raises `PracticeCannotCharge`; nobody needs an account to give seats away.
    """
    if stripe_account and stripe_state != StripeState.READY and any(amounts_minor):
        raise PracticeCannotCharge


def refuse_unchargeable(
    amount_minor: int, currency: str, *, instalments_count: int = 1, interval_days: int = 0
) -> None:
    """Every payment of a price must be one that Stripe can take; nothing at all (0, at once) is fine.

    Raises `PriceNotChargeable`, and `Misshapen` for instalments without an interval.
    """
    _refuse_unless(
        instalments_count=instalments_count > 0,
        interval_days=(interval_days > 0) == (instalments_count > 1),
    )
    parts = instalment_amounts(amount_minor, instalments_count, currency=currency)
    is_currency = re.fullmatch("[a-z]{3}", currency) is not None
    if is_currency and (parts == (0,) or all(is_chargeable(part, currency) for part in parts)):
        return
    raise PriceNotChargeable(minimum_minor=minimum_minor(currency), currency=currency)


def price_kind(amount_minor: int, *, instalments_count: int) -> PriceKind:
    """How a seat of this price is paid."""
    if amount_minor == 0:
        return PriceKind.FREE
    return PriceKind.INSTALMENTS if instalments_count > 1 else PriceKind.FULL


def slug_from(title: str) -> str:
    """A readable address part: lower-case ASCII words joined by hyphens, 80 characters at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")


def instalment_amounts(total_minor: int, count: int, *, currency: str) -> tuple[int, ...]:
    """`total_minor` in `count` payments that Stripe can take; the first is larger where it does not come out even."""
    return in_parts(total_minor, count=count, step_minor=step_minor(currency))


def _refuse_unless(**is_valid: bool) -> None:
    for field, is_possible in is_valid.items():
        if not is_possible:
            raise Misshapen(field)
