"""What is rare in a notebook says more than what is common."""

import math

from mentorhub.workspace.matching.candidates import Candidate, candidate
from mentorhub.workspace.matching.commonness import PEOPLE_MIN, Commonness


def counted(*people: Candidate) -> Commonness:
    common = Commonness()
    for one in people:
        common.add(one)
    return common


def test_a_rare_word_says_more_than_a_common_one() -> None:
    common = counted(
        *(candidate(number, name="Jan Novák") for number in range(9)), candidate(9, name="Ivo Ryba")
    )
    assert common.rarity_of("riba") > common.rarity_of("novak")
    assert common.rarity_of("riba", "novak") == common.rarity_of("novak")


def test_a_small_notebook_is_taken_for_one_of_a_usual_size() -> None:
    common = counted(candidate(1, name="Ivo Ryba"))
    assert common.rarity_of("riba") == math.log2(PEOPLE_MIN)


def test_a_name_that_several_have_says_less() -> None:
    twice = [candidate(number, name="Ivo Ryba") for number in range(2)]
    often = [*twice, candidate(2, name="Ryba, Ivo"), candidate(3, name="Ivo Riba")]
    assert counted(*twice).most_of_name(*twice) == math.inf
    assert counted(*often).most_of_name(*twice) < math.log2(PEOPLE_MIN)


def test_mailboxes_and_numbers_are_counted_by_who_has_them() -> None:
    common = counted(
        *(candidate(number, name="", emails=["info@acme.example"]) for number in range(3))
    )
    assert common.contacts["info@acme.example"] == 3
