"""Finding doubles: what is found of an address book of 10,000, and what is never said."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.matching.candidates import Candidate, candidate
from mentorhub.workspace.matching.pairs import (
    BLOCK_MAX,
    POSSIBLE,
    Index,
    find_matches,
    find_pairs,
)
from mentorhub.workspace.matching.reasons import Reason
from tests.support.address_book import Record
from tests.support.doubles import PER_KIND, SIZE, Corpus, corpus
from tests.support.malformed_input import TEXTS, calm

SEED = 20261129
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(TEXTS))
PEOPLE = st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT), max_size=6)


def known(key: int, one: Record) -> Candidate:
    return candidate(
        key,
        name=one.name,
        emails=one.emails,
        phones=one.phones,
        links=one.links,
        organizations=one.organizations,
        region="CZ",
    )


@cache
def address_book() -> tuple[Corpus, tuple[Candidate, ...]]:
    made = corpus(SEED)
    return made, tuple(known(key, one) for key, one in enumerate(made.records))


@cache
def said() -> frozenset[tuple[int, int]]:
    return frozenset((pair.a, pair.b) for pair in find_pairs(address_book()[1]))


def test_the_address_book_is_as_large_as_it_says() -> None:
    made = address_book()[0]
    assert len(made.records) == SIZE
    assert {kind: len(pairs) for kind, pairs in made.doubles.items()} == dict.fromkeys(
        made.doubles, PER_KIND
    )
    assert len(made.doubles) == 6


def test_nineteen_of_twenty_doubles_are_found_and_nine_of_ten_are_doubles() -> None:
    planted = set().union(*address_book()[0].doubles.values())
    right = len(planted & said())
    assert right / len(planted) >= 0.95
    assert right / len(said()) >= 0.9


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("typo", 0.85),
        ("short form", 0.9),
        ("other spelling", 0.93),
        ("other parts", 0.93),
        ("other company", 0.98),
        ("other form", 0.98),
    ],
)
def test_each_kind_of_double_is_found(kind: str, least: float) -> None:
    planted = address_book()[0].doubles[kind]
    assert len(planted & said()) / len(planted) >= least


def test_an_import_of_the_same_people_finds_each_of_them_again() -> None:
    made, people = address_book()
    index = Index(people)
    again = [known(SIZE + key, one) for key, one in enumerate(made.records[:500])]
    found = [find_matches(one, index) for one in again]
    right = [bool(matches) and matches[0].score > 0.9 for matches in found]
    assert sum(right) >= 495


def test_a_name_typed_again_brings_who_is_there() -> None:
    index = Index(
        [candidate(1, name="Lenka Fialová", organizations=["Acme"]), candidate(2, name="Eva Malá")]
    )
    for typed in ("lenka fialova", "Fialová Lenka", "L. Fialová", "Lenka Fialowa"):
        assert [
            match.key for match in find_matches(candidate(0, name=typed), index, least=POSSIBLE)
        ] == [1]


def test_a_company_address_makes_nobody_a_double() -> None:
    people = [
        candidate(key, name=f"{chr(97 + key % 26)}{key} x{key}", emails=["info@acme.example"])
        for key in range(99)
    ]
    assert find_pairs(people) == []


def test_a_block_that_is_too_large_is_not_looked_at() -> None:
    people = [candidate(key, name="Jan Malý") for key in range(BLOCK_MAX + 1)]
    assert find_pairs(people, least=0) == []
    assert len(find_pairs(people[:-1], least=0)) == BLOCK_MAX * (BLOCK_MAX - 1) / 2


def test_initials_find_who_begins_with_them_and_nobody_else() -> None:
    names = ("P. Novák", "Petr Novák", "Jan Novák", "Petr Malý")
    people = [candidate(key, name=name, organizations=["Acme"]) for key, name in enumerate(names)]
    assert [(pair.a, pair.b, pair.reasons[0]) for pair in find_pairs(people)] == [
        (0, 1, Reason.PART_OF_NAME)
    ]


def test_the_surest_pair_is_said_first_and_each_once() -> None:
    people = [
        candidate(3, name="Ivo Ryba", organizations=["Acme"]),
        candidate(1, name="Ivo Ryba", organizations=["Acme"], emails=["ivo@acme.example"]),
        candidate(2, name="I. Ryba", emails=["ivo@acme.example"]),
    ]
    found = find_pairs(people)
    assert [(pair.a, pair.b) for pair in found][:2] == [(1, 2), (1, 3)]
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_somebody_who_stands_twice_under_one_key_is_no_double() -> None:
    one = candidate(1, name="Ivo Ryba", emails=["ivo@acme.example"])
    assert find_pairs([one, one]) == []
    assert find_matches(one, Index([one])) == []


@calm(60)
@given(PEOPLE)
def test_no_text_raises_and_the_order_of_people_changes_nothing(
    texts: list[tuple[str, ...]],
) -> None:
    people = [
        candidate(
            key,
            name=name,
            nickname=other,
            emails=[mail],
            phones=[phone],
            links=[mail],
            organizations=[place],
        )
        for key, (name, other, mail, phone, place) in enumerate(texts)
    ]
    found = find_pairs(people, least=0)
    assert found == find_pairs(people[::-1], least=0)
    assert all(0 <= pair.score <= 1 and pair.a < pair.b for pair in found)


@calm(60)
@given(TEXT, TEXT, TEXT)
def test_who_matches_whom_is_the_same_from_either_side(name: str, other: str, mail: str) -> None:
    one, two = candidate(1, name=name, emails=[mail]), candidate(2, name=other, emails=[mail])
    mine, theirs = (find_matches(a, Index([b]), least=0) for a, b in ((one, two), (two, one)))
    assert [(match.key, match.reasons) for match in mine] == [
        (2, match.reasons) for match in theirs
    ]
