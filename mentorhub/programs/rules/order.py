"""The order of a short list that people move things in. Pure."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Positioned(Protocol):
    """What keeps its place in a list, counted from 1."""

    position: int


P = TypeVar("P", bound=Positioned)


def moved(things: Sequence[P], thing: P, *, by: int) -> list[P]:
    """All of them with `thing` so many places lower, higher where negative; at an end it stays."""
    others = [one for one in things if one is not thing]
    place = min(max(things.index(thing) + by, 0), len(others))
    return [*others[:place], thing, *others[place:]]


def number(things: Sequence[Positioned]) -> None:
    """Write into each its place in this order."""
    for position, thing in enumerate(things, start=1):
        thing.position = position
