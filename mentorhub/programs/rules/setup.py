"""The way to a practice's first published programme: its steps, what each needs, what is still missing. Pure.

Derived from what is stored, so that nobody has to say that a step is done.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.programs.rules.cohorts import Window, WindowsOverlap, refuse_overlap

TAKEN_BACK_UNTIL = dt.timedelta(minutes=1)  # before it opens: who arrives then finds it open


class Step(StrEnum):
    """The steps, in their order."""

    PROFILE = "profile"
    PROGRAM = "program"
    COHORT = "cohort"
    POLICY = "policy"
    PAYMENTS = "payments"
    REHEARSAL = "rehearsal"
    PUBLICATION = "publication"


# Of each step what is needed before anything is public (True), and what is good to have: by the fields' ids.
PROFILE = {"about_md": False, "place_name": False, "photo": False, "factor": False}
PROGRAM = {
    "title": True,
    "promise": True,
    "summary": True,
    "introduction": True,
    "suits": False,
    "offer": True,
    "outline": False,
    "mentor": True,
    "questions": False,
}
COHORT = {"name": True, "seats": True, "closes_at": True, "ends_on": True, "prices": True}
POLICY = {"refund_policy": True, "terms": True, "privacy_md": False, "imprint_md": False}
OWN = {
    Step.PROFILE: PROFILE,
    Step.PROGRAM: PROGRAM,
    Step.COHORT: COHORT,
    Step.POLICY: POLICY,
}


class NotReady(Refusal):
    """Something that visitors need is missing; carries the ids of the fields. Nothing was published."""

    def __init__(self, fields: Collection[str]) -> None:
        super().__init__(*fields)
        self.fields = tuple(fields)


class TakesArrivals(Refusal):
    """People may have a place already, or may get one within the minute: it stays public."""


@dataclass(frozen=True)
class SetupItem:
    """One thing to have: in words, with the address of its very field ('' where the reader cannot change it)."""

    words: str
    url: str
    is_there: bool
    is_needed: bool = True


@dataclass(frozen=True)
class SetupStep:
    """One step of the list: a line about what there is, the address of its page ('' for none), what it needs."""

    step: Step
    line: str
    url: str
    items: tuple[SetupItem, ...] = ()

    @property
    def missing(self) -> tuple[SetupItem, ...]:
        """What has to be there before anything is public, and is not."""
        return tuple(one for one in self.items if one.is_needed and not one.is_there)

    @property
    def wished(self) -> tuple[SetupItem, ...]:
        """What would be good to have, and is not there."""
        return tuple(one for one in self.items if not one.is_needed and not one.is_there)

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing here."""
        return not self.missing


def cohort_fields(
    window: Window,
    *,
    name: str,
    seats: int,
    is_priced: bool,
    others: Iterable[Window],
    now: dt.datetime,
) -> frozenset[str]:
    """Which of `COHORT` are as they must be for a cohort that takes arrivals: a window that overlaps none of the
    programme's others and is not over, a last day to come, a seat, a price."""
    is_right = {
        "name": bool(name),
        "seats": seats > 0,
        "closes_at": now < window.closes_at and not _overlaps(window, others),
        "ends_on": now.date() <= window.ends_on,
        "prices": is_priced,
    }
    return frozenset(field for field, is_so in is_right.items() if is_so)


def missing_fields(there: Mapping[Step, Collection[str]]) -> tuple[str, ...]:
    """The ids of all that is needed and not there, step by step."""
    return tuple(
        field
        for step, fields in OWN.items()
        for field, is_needed in fields.items()
        if is_needed and field not in there.get(step, ())
    )


def refuse_taking_back(opens_at: dt.datetime, *, entries: int, now: dt.datetime) -> None:
    """Raises `TakesArrivals` unless nobody has, or may get, a place: no entry of a journal, and well before opening."""
    if entries or now >= opens_at - TAKEN_BACK_UNTIL:
        raise TakesArrivals


def _overlaps(window: Window, others: Iterable[Window]) -> bool:
    try:
        refuse_overlap(window, others=others)
    except WindowsOverlap:
        return True
    return False
