"""What is offered: a programme's states and address, kinds of prices, which are valid and can be charged. Pure."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import in_parts, is_chargeable, minimum_minor, step_minor
from mentorhub.foundation.transitions import Transitions
from mentorhub.programs.rules.cohorts import CohortState, _refuse_unless

MAY_OFFER = frozenset({Role.OWNER, Role.MENTOR})  # who may change a practice's programmes


class ProgramState(StrEnum):
    """Whether a programme has a public page."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


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
        "take_back": ((ProgramState.PUBLISHED,), ProgramState.DRAFT),
        "archive": ((ProgramState.DRAFT, ProgramState.PUBLISHED), ProgramState.ARCHIVED),
        "restore": ((ProgramState.ARCHIVED,), ProgramState.DRAFT),
    },
)


class ProgramInUse(Refusal):
    """People can still enrol in one of its cohorts, or have a place in it; carries the cohort's name."""

    def __init__(self, cohort_name: str) -> None:
        super().__init__(cohort_name)
        self.cohort_name = cohort_name


class PriceNotChargeable(Refusal):
    """Stripe could not take this amount; carries the smallest one it takes, in minor units."""

    def __init__(self, *, minimum_minor: int, currency: str) -> None:
        super().__init__(minimum_minor, currency)
        self.minimum_minor = minimum_minor
        self.currency = currency


class InUse(Protocol):
    """What says of a cohort whether people have to do with it."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> CohortState: ...
    @property
    def closes_at(self) -> dt.datetime: ...
    @property
    def ends_on(self) -> dt.date: ...
    @property
    def taken(self) -> int: ...
    @property
    def waiting(self) -> int: ...


def refuse_in_use(cohorts: Iterable[InUse], *, now: dt.datetime, today: dt.date) -> None:
    """Raises `ProgramInUse` for the first cohort that takes arrivals, will, or holds somebody until its last day.

    `today` is the practice's.
    """
    for cohort in cohorts:
        may_enrol = cohort.state == CohortState.PUBLISHED and now < cohort.closes_at
        holds_people = today <= cohort.ends_on and cohort.taken + cohort.waiting > 0
        if may_enrol or holds_people:
            raise ProgramInUse(cohort.name)


def price_is_available(
    available_from: dt.datetime | None, available_until: dt.datetime | None, *, now: dt.datetime
) -> bool:
    """Whether `now` lies in [from, until); None leaves that side open."""
    return (available_from is None or available_from <= now) and (
        available_until is None or now < available_until
    )


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


def instalment_amounts(total_minor: int, count: int, *, currency: str) -> tuple[int, ...]:
    """`total_minor` in `count` payments that Stripe can take; the first is larger where it does not come out even."""
    return in_parts(total_minor, count=count, step_minor=step_minor(currency))
