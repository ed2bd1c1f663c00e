"""What was typed, as what is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.searches import (
    ASKED_MAX,
    TERMS_MAX,
    AsksForNothing,
    AsksTooMuch,
    How,
    SearchExists,
    Term,
    ends_of,
    past,
    refuse_unkept,
    terms_in,
)

B, S, W, N = How.BEGINNING, How.SHORT, How.WHOLE, How.NUMBER


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Nováková petra", [("novakova", B), ("petra", B)]),
        ("Li wu", [("li", S), ("wu", S)]),
        ('"Anna" nov', [("anna", W), ("nov", B)]),
        ("„Říp“", [("rip", W)]),
        ("+420 224 000 001", [("420224000001", N)]),
        ("petra (0172) 123-456 fair", [("0172123456", N), ("petra", B), ("fair", B)]),
        ("11000", [("11000", N)]),
        ("fair 2024 2025", [("fair", B), ("2024", B), ("2025", B)]),
        ("京", [("京", B)]),
        ("東京", [("東京", W), ("京", B)]),
        ("p@home.example", [("p", S), ("home", B), ("example", B)]),
        ("one one", [("one", B)]),
        ("%_", []),
        ("", []),
    ],
)
def test_what_is_typed_is_looked_for_as_words(typed: str, found: list[tuple[str, How]]) -> None:
    assert [(term.word, term.how) for term in terms_in(typed)] == found


@given(st.text(max_size=300))
def test_whatever_is_typed_can_be_looked_for(typed: str) -> None:
    found = terms_in(typed)
    assert len(found) == len(set(found)) <= TERMS_MAX
    assert all(0 < len(term.word) <= 40 for term in found)


def test_words_of_four_and_more_may_be_mistyped_but_no_numbers() -> None:
    typed = [Term("novk", B), Term("nov", B), Term("2024", B), Term("novk", W), Term("123456", N)]
    assert [term.may_be_mistyped for term in typed] == [True, False, False, False, False]


def test_a_number_is_looked_for_with_and_without_its_country_code() -> None:
    assert ends_of("0172123456") == ("0172123456", "654321271")
    assert ends_of("0049172") == ("49172", "27194")
    assert ends_of("000") == ("000", "000")


def test_what_begins_with_a_word_comes_before_what_is_past_it() -> None:
    words = ["now", past("nov"), "nov\U0010fffe", "novák", "nov", "nou"]
    assert sorted(words) == words[::-1]


def test_a_refusal_carries_the_other_name() -> None:
    assert SearchExists("Choir").name == "Choir"


def test_everybody_and_too_much_are_not_kept() -> None:
    refuse_unkept("q=mill")
    with pytest.raises(AsksForNothing):
        refuse_unkept("")
    with pytest.raises(AsksTooMuch):
        refuse_unkept("q" * (ASKED_MAX + 1))
