"""What may still change of a cohort and its prices, by what has been promised; what a new window must be. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from mentorhub.foundation.errors import Refusal
from mentorhub.programs.rules.cohorts import CohortState, Misshapen, Window

SEATS_MAX = 10_000
WELCOME_MAX = 4_000  # characters of the words on the enrolled page and in its email
NAME_MAX = 120
WINDOW = frozenset({"opens_at", "closes_at"})
DATES = frozenset({"starts_on", "ends_on"})
LENGTHS = frozenset({"claim_minutes", "offer_hours"})


class NoLongerFree(Refusal):
    """Something that was promised would change; carries the name of its field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Shortened(Refusal):
    """People who wait were promised this much time to answer; carries the name of the field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class InThePast(Refusal):
    """A day or a time is over already; carries the name of its field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class AfterItsEnd(Refusal):
    """Enrolment would go on after the cohort's last day."""


@dataclass(frozen=True, kw_only=True)
class CohortWords:
    """All that a practice writes of a cohort in one form. `mentor` is a user's public id; the times are instants."""

    name: str
    mentor: str
    seats: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    starts_on: dt.date
    ends_on: dt.date
    claim_minutes: int = 15
    offer_hours: int = 48
    welcome_md: str = ""

    @property
    def window(self) -> Window:
        """When it takes arrivals and when it runs."""
        return Window(self.opens_at, self.closes_at, self.starts_on, self.ends_on)

    @property
    def by_field(self) -> dict[str, Any]:
        """Each by the name of its field."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def is_begun(state: CohortState, *, entries: int) -> bool:
    """Whether something of it was promised: it is public, or somebody has a place (an entry of the journal)."""
    return state != CohortState.DRAFT or entries > 0


def kept_fields(state: CohortState, *, entries: int) -> frozenset[str]:
    """The fields that its form changes no more. Seats and window then move on their own pages, each by its own rules;
    days and mentor stay once somebody has a place, since refunds are reckoned by them."""
    if not is_begun(state, entries=entries):
        return frozenset()
    return frozenset({"seats"}) | WINDOW | ((DATES | {"mentor"}) if entries else frozenset())


def refuse_too_much(words: CohortWords) -> None:
    """Raises `Misshapen` for a name that is missing, too many seats, and words that are too long."""
    is_fit = {
        "name": 0 < len(words.name) <= NAME_MAX,
        "seats": words.seats <= SEATS_MAX,
        "welcome_md": len(words.welcome_md) <= WELCOME_MAX,
    }
    for field, is_so in is_fit.items():
        if not is_so:
            raise Misshapen(field)


def refuse_promised(
    stored: CohortWords, words: CohortWords, *, state: CohortState, entries: int
) -> None:
    """Raises `NoLongerFree` for the first field that is kept, `Shortened` for time that people were promised."""
    kept = kept_fields(state, entries=entries)
    for field, value in words.by_field.items():
        if field in kept and value != stored.by_field[field]:
            raise NoLongerFree(field)
        if entries and field in LENGTHS and value < stored.by_field[field]:
            raise Shortened(field)


def refuse_past(
    changed: Mapping[str, Any], *, now: dt.datetime, today: dt.date, opening_day: dt.date
) -> None:
    """Of what is newly chosen, nothing is over: raises `InThePast` for the first that is.

    `today` is the practice's, `opening_day` the day of `opens_at` there: "today" opens as soon as it is published.
    """
    is_over = {
        "opens_at": opening_day < today,
        "closes_at": "closes_at" in changed and changed["closes_at"] <= now,
        "starts_on": "starts_on" in changed and changed["starts_on"] < today,
        "ends_on": "ends_on" in changed and changed["ends_on"] < today,
    }
    for field, is_so in is_over.items():
        if field in changed and is_so:
            raise InThePast(field)


def refuse_after_its_end(closing_day: dt.date, *, ends_on: dt.date) -> None:
    """Raises `AfterItsEnd`; `closing_day` is the day of `closes_at` in the practice's zone."""
    if closing_day > ends_on:
        raise AfterItsEnd


def weeks_on(
    opens_at: dt.datetime, *, busy_until: Collection[dt.datetime], now: dt.datetime
) -> int:
    """How many weeks later a copy opens: the fewest after which it opens in time to come, and after all these ends."""
    latest = max([now, *busy_until])
    return max(1, -(-(latest - opens_at) // dt.timedelta(weeks=1)))
