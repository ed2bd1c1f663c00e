"""Words that are said alike have one sound, other words another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.matching.sounds import sound


@pytest.mark.parametrize(
    "words",
    [
        "jurgen juergen",
        "shcherbakov schtscherbakow shcherbakoff",
        "sergey sergei sergej",
        "meyer maier mayer",
        "schmidt schmitt shmit",
        "hofmann hoffmann",
        "papadopoyloy papadopoulou",
        "lebedtsev lebedcev",
        "philip filip",
        "nowak novak",
        "yuriy juri yurii",
        "astrom aastroem",
    ],
)
def test_what_is_said_alike_has_one_sound(words: str) -> None:
    assert len({sound(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words", ["jan jana", "petr pavel", "hana jana", "novak novotny", "marie maria"]
)
def test_other_names_have_others(words: str) -> None:
    assert len({sound(word) for word in words.split()}) == 2


@given(st.text(min_size=1))
def test_nothing_is_without_a_sound(word: str) -> None:
    assert sound(word)
