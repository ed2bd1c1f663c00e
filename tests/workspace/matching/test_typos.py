"""Which words may have been meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.matching.typos import LONG, MOST, halves, meant

KNOWN = ["novak", "nowak", "novakova", "konferenz", "conference", "walnut"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("novka", ["novak"]),
        ("novack", ["novak"]),
        ("novak", ["nowak"]),
        ("wallnut", ["walnut"]),
        ("conferense", ["conference"]),
        ("confrense", ["conference"]),
        ("wlnt", []),
    ],
)
def test_one_character_may_be_wrong_and_two_in_a_long_word(typed: str, found: list[str]) -> None:
    assert meant(typed, KNOWN) == found


def test_the_nearest_come_first_and_only_some() -> None:
    words = [f"novak{char}" for char in "abcdefghijklmnop"]
    assert meant("novak", words) == words[:MOST]
    assert meant("conferences", ["conferrencess", "conference"])[0] == "conference"


@given(st.text("abcde", min_size=4, max_size=LONG - 1), st.integers(0, 7), st.sampled_from("xyz"))
def test_one_edit_leaves_a_half_as_it_was(typed: str, at: int, char: str) -> None:
    half = halves(typed)
    at = min(at, len(typed) - 1)
    for other in (typed[:at] + typed[at + 1 :], typed[:at] + char + typed[at:]):
        assert other.startswith(half.beginning) or other[::-1].startswith(half.ending)
        assert half.length_min <= len(other) <= half.length_max
