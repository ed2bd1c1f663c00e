"""How alike words are, and which of two names stand beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.matching.likeness import Likeness, aligned, likeness


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("petr", "petr", Likeness.SAME),
        ("jurgen", "juergen", Likeness.SPELLED_OTHERWISE),
        ("bob", "robert", Likeness.SHORT_FORM),
        ("max", "maxwell", Likeness.SHORT_FORM),
        ("svoboda", "svobdoa", Likeness.TYPO),
        ("prochazkova", "procazkov", Likeness.TYPO),
        ("jana", "jan", Likeness.OTHER_ENDING),
        ("martin", "martina", Likeness.OTHER_ENDING),
        ("mario", "maria", Likeness.OTHER_ENDING),
        ("hana", "jana", Likeness.OTHER),
        ("p", "petr", Likeness.INITIAL),
        ("p", "jan", Likeness.OTHER),
        ("petr", "pavel", Likeness.OTHER),
        ("svoboda", "swobdao", Likeness.OTHER),
    ],
)
def test_what_one_word_is_to_another(one: str, other: str, how: Likeness) -> None:
    assert likeness(one, other) == likeness(other, one) == how


def test_words_stand_beside_their_likest_whatever_the_order() -> None:
    found = aligned(("novak", "petr"), ("petr", "jan", "novak"))
    assert {(mine, theirs) for mine, theirs, _ in found.pairs} == {
        ("petr", "petr"),
        ("novak", "novak"),
    }
    assert (found.left, found.right) == (0, 1)


def test_jan_and_martina_are_not_martin_and_jana() -> None:
    found = aligned(("martin", "novak"), ("martina", "novak"))
    assert found.is_given_other
    assert (found.left, found.right) == (1, 1)


def test_a_surname_may_end_otherwise_by_a_slip() -> None:
    assert aligned(("ana", "garcia"), ("ana", "garca")).pairs[1][2] == Likeness.OTHER_ENDING


@given(st.text(min_size=1), st.text(min_size=1))
def test_likeness_is_the_same_from_either_side(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert (likeness(one, one), likeness(other, other)) == (Likeness.SAME, Likeness.SAME)
