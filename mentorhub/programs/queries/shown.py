"""What the public is shown of a programme: frozen values, and how rows become them. Asks the database nothing."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from mentorhub.foundation.versions import version_of
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program, Texts
from mentorhub.programs.rules.cohorts import PublicState
from mentorhub.programs.rules.images import DRAWING
from mentorhub.programs.rules.offers import PriceKind, instalment_amounts
from mentorhub.programs.rules.terms import Policy

_S = PublicState


@dataclass(frozen=True)
class Question:
    """What people ask, and the answer in Markdown."""

    question: str
    answer_md: str


@dataclass(frozen=True)
class PriceShown:
    """One way to pay; `amount_minor` is the total, `parts_minor` the payments it is made of.

    It is available in [`available_from`, `available_until`), within the cohort's own window.
    """

    public_id: str
    label: str
    kind: PriceKind
    amount_minor: int
    currency: str
    parts_minor: tuple[int, ...]
    interval_days: int
    available_from: dt.datetime
    available_until: dt.datetime


@dataclass(frozen=True)
class CohortShown:
    """What does not change about a cohort while people arrive; `opens_in_seconds` is 0 once it has opened."""

    id: int
    public_id: str
    name: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    starts_on: dt.date
    ends_on: dt.date
    claim_minutes: int
    offer_hours: int
    opens_in_seconds: int

    @property
    def weeks(self) -> int:
        """How long it runs, to the nearest week."""
        return round(((self.ends_on - self.starts_on).days + 1) / 7)


@dataclass(frozen=True, kw_only=True)
class SeatsLeft:
    """The counters of a cohort; a programme without any cohort has zeros and is closed."""

    seats: int = 0
    taken: int = 0
    waiting: int = 0
    waiting_max: int | None = None
    state: PublicState = PublicState.CLOSED

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.taken

    @property
    def takes_arrivals(self) -> bool:
        """Whether a visitor may take a seat, or a place in line, now."""
        return self.state in {_S.OPEN, _S.FULL, _S.PAUSED}

    @property
    def is_line_full(self) -> bool:
        """Whether as many wait as may, and no seat is to be had: whoever came now would be refused."""
        if self.waiting_max is None or not self.takes_arrivals:
            return False
        return self.waiting >= self.waiting_max and (self.state == _S.PAUSED or self.free <= 0)


@dataclass(frozen=True, kw_only=True)
class ProgramCard(SeatsLeft):
    """One programme with its current cohort, as the home page shows it.

    `price` is what an arrival now gets (before opening: the first one then); `prices` are all it may choose.
    """

    slug: str
    title: str
    texts: Texts
    mentor_name: str
    practice_name: str
    timezone: str
    cohort: CohortShown | None
    price: PriceShown | None
    prices: tuple[PriceShown, ...]
    can_charge: bool

    @property
    def is_unpayable(self) -> bool:
        """Whether a seat that costs something could not be paid for now."""
        return not self.can_charge and any(price.amount_minor for price in self.prices)


@dataclass(frozen=True, kw_only=True)
class ProgramPage(ProgramCard):
    """Everything the public page shows. `moved_to` is the present slug where an old one was asked for."""

    id: int
    public_id: str
    practice_id: int
    practice_slug: str
    moved_to: str
    terms_version: int
    policy: Policy
    image_version: str
    place_name: str
    locale: str
    questions: tuple[Question, ...]
    allocation_number: int
    allocated_at: dt.datetime | None


def seats_left(cohort: Cohort | None, *, now: dt.datetime) -> SeatsLeft:
    """Only the counters."""
    return SeatsLeft(**_counts(cohort, now=now))


def card(cohort: Cohort, *, now: dt.datetime) -> ProgramCard:
    """The programme of `cohort` on the home page."""
    return ProgramCard(**_card_values(cohort.program, cohort, now=now))


def page(
    program: Program,
    cohort: Cohort | None,
    *,
    slug: str,
    now: dt.datetime,
    image_version: str = "",
) -> ProgramPage:
    """The public page of `program`, asked for at `slug`. `image_version`: of a picture that its practice has sent."""
    practice = program.practice
    return ProgramPage(
        **_card_values(program, cohort, now=now),
        id=program.id,
        public_id=program.public_id,
        practice_id=practice.id,
        practice_slug=practice.slug,
        moved_to=program.slug if program.slug != slug else "",
        terms_version=program.terms_version,
        policy=program.policy,
        image_version=image_version or drawing_version(program),
        place_name=practice.place_name,
        locale=practice.locale,
        questions=tuple(Question(each.question, each.answer_md) for each in program.questions),
        allocation_number=cohort.allocation_number if cohort else 0,
        allocated_at=cohort.allocated_at if cohort else None,
    )


def drawing_version(program: Program) -> str:
    """Of the picture that is drawn of a programme's words: another as soon as one of them changes."""
    return version_of(DRAWING, program.title, program.promise, program.mentor_name)


def _card_values(program: Program, cohort: Cohort | None, *, now: dt.datetime) -> dict[str, Any]:
    prices = _prices(cohort, now=now)
    return {
        "slug": program.slug,
        "title": program.title,
        "texts": program.texts,
        "mentor_name": program.mentor_name or (cohort.mentor.name if cohort else ""),
        "practice_name": program.practice.name,
        "timezone": program.practice.timezone,
        "cohort": _cohort(cohort, now=now) if cohort else None,
        "price": prices[0] if prices else None,
        "prices": prices,
        "can_charge": program.practice.can_charge,
        **_counts(cohort, now=now),
    }


def _counts(cohort: Cohort | None, *, now: dt.datetime) -> dict[str, Any]:
    if cohort is None:
        return {}
    return {
        "seats": cohort.seats,
        "taken": cohort.taken,
        "waiting": cohort.waiting,
        "waiting_max": cohort.waiting_max,
        "state": cohort.public_state(now),
    }


def _cohort(cohort: Cohort, *, now: dt.datetime) -> CohortShown:
    return CohortShown(
        id=cohort.id,
        public_id=cohort.public_id,
        name=cohort.name,
        opens_at=cohort.opens_at,
        closes_at=cohort.closes_at,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        claim_minutes=cohort.claim_minutes,
        offer_hours=cohort.offer_hours,
        opens_in_seconds=max(0, math.ceil((cohort.opens_at - now).total_seconds())),
    )


def _prices(cohort: Cohort | None, *, now: dt.datetime) -> tuple[PriceShown, ...]:
    if cohort is None:
        return ()
    then = max(now, cohort.opens_at)
    return tuple(_price(price, cohort) for price in cohort.prices if price.is_available(then))


def _price(price: Price, cohort: Cohort) -> PriceShown:
    return PriceShown(
        public_id=price.public_id,
        label=price.label,
        kind=price.kind,
        amount_minor=price.amount_minor,
        currency=price.currency,
        parts_minor=instalment_amounts(
            price.amount_minor, price.instalments_count, currency=price.currency
        ),
        interval_days=price.interval_days,
        available_from=max(price.available_from or cohort.opens_at, cohort.opens_at),
        available_until=min(price.available_until or cohort.closes_at, cohort.closes_at),
    )
