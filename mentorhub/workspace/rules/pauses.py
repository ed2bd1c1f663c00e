"""Pauses of a whole notebook, and the days outside them: only those let warmth fade and make anybody late. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorhub.foundation.errors import Refusal

PER_NOTEBOOK = 200
LONGEST_AHEAD = dt.timedelta(days=3660)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Paused:
    """Days on which the notebook rests, both ends included; `until_on` is None while no end is set."""

    from_on: dt.date
    until_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the notebook rests on this day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def meets(self, other: "Paused") -> bool:
        """Whether there is a day that belongs to both."""
        return (other.until_on is None or self.from_on <= other.until_on) and (
            self.until_on is None or other.from_on <= self.until_on
        )


class PausesOverlap(Refusal):
    """Another pause holds some of these days already; `other` is the earliest that does."""

    def __init__(self, other: Paused) -> None:
        super().__init__()
        self.other = other


class EndsBeforeItBegins(Refusal):
    """The last day of a pause lies before its first."""


class TooManyPauses(Refusal):
    """A notebook keeps so many pauses, and no more."""


def active_days(start: dt.date, until: dt.date, pauses: Iterable[Paused] = ()) -> int:
    """Days after `start`, up to and with `until`, that are in no pause; without pauses `until - start`.

    Pauses may come in any order; days that two of them hold are left out once.
    """
    free, counted_to = (until - start).days, start
    for pause in sorted(pauses, key=lambda one: one.from_on):
        first = max(pause.from_on, counted_to + DAY)
        last = until if pause.until_on is None else min(pause.until_on, until)
        if first <= last:
            free, counted_to = free - (last - first).days - 1, last
    return free


def pause_on(day: dt.date, pauses: Iterable[Paused]) -> Paused | None:
    """The pause that holds this day; None where the notebook is open."""
    return next((pause for pause in pauses if pause.holds(day)), None)


def refuse_pause(pause: Paused, *, others: Sequence[Paused]) -> None:
    """Raises `EndsBeforeItBegins`, or `PausesOverlap` where another of the notebook's holds one of its days."""
    if pause.until_on is not None and pause.until_on < pause.from_on:
        raise EndsBeforeItBegins
    for other in sorted(others, key=lambda one: one.from_on):
        if pause.meets(other):
            raise PausesOverlap(other)


def refuse_too_many(pauses: int) -> None:
    """Raises `TooManyPauses` where a notebook that has so many is to keep another."""
    if pauses >= PER_NOTEBOOK:
        raise TooManyPauses


def ended(pause: Paused, *, today: dt.date) -> Paused | None:
    """What is left of a pause that ends now, so that today is open again; None where no day of it has passed."""
    if pause.from_on >= today:
        return None
    return Paused(pause.from_on, today - DAY)
