"""A thing moves up and down in its list, and stays where the list ends."""

from dataclasses import dataclass

import pytest

from mentorhub.programs.rules.order import moved, number


@dataclass
class Thing:
    """Something with a place."""

    name: str
    position: int = 0


@pytest.mark.parametrize(
    ("name", "by", "order"),
    [("c", -1, "acb"), ("a", 1, "bac"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 9, "bca")],
)
def test_a_thing_moves_and_stays_at_an_end(name: str, by: int, order: str) -> None:
    things = [Thing("a"), Thing("b"), Thing("c")]
    found = moved(things, next(one for one in things if one.name == name), by=by)
    assert "".join(one.name for one in found) == order
    assert [one.name for one in things] == ["a", "b", "c"]


def test_places_are_counted_from_one() -> None:
    things = [Thing("a", 9), Thing("b", 9)]
    number(things)
    assert [one.position for one in things] == [1, 2]
