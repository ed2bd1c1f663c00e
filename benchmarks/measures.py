"""Figures from what the visitors saw: rates, waits, and whether the line kept its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Arrival:
    """One submission: whose, when it was sent and answered (seconds of one clock)."""

    email: str
    sent: float
    answered: float


def per_second(arrivals: Sequence[Arrival]) -> float:
    """How many were answered a second, from the first one sent to the last one answered."""
    began = min(each.sent for each in arrivals)
    ended = max(each.answered for each in arrivals)
    return len(arrivals) / (ended - began)


def wait_ms(arrivals: Sequence[Arrival], percent: int) -> float:
    """How long so many of a hundred waited at most, in milliseconds."""
    waits = sorted(each.answered - each.sent for each in arrivals)
    return waits[min(len(waits) * percent // 100, len(waits) - 1)] * 1000


def inversions(arrivals: Sequence[Arrival], places: Mapping[str, int]) -> int:
    """How many have a place before that of somebody who was answered before they asked.

    `places` by address; who has none counts too: an arrival that was answered has a place.
    """
    lost = sum(each.email not in places for each in arrivals)
    by_answer = sorted((each for each in arrivals if each.email in places), key=_answered)
    late, answered, last_place = 0, 0, 0
    for each in sorted(by_answer, key=lambda arrival: arrival.sent):
        while by_answer[answered].answered < each.sent:
            last_place = max(last_place, places[by_answer[answered].email])
            answered += 1
        late += places[each.email] < last_place
    return lost + late


def misplaced(places: Mapping[str, int], winners: Sequence[str], *, seats: int) -> int:
    """How many of those seated are not of the first places, one a seat."""
    first = {email for email, place in places.items() if place <= seats}
    return len(set(winners) ^ first)


def _answered(arrival: Arrival) -> float:
    return arrival.answered
