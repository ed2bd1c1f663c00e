"""What text becomes so that it is found."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
)
from mentorhub.workspace.rules.indexing import (
    WORD_MAX,
    Field,
    Source,
    digits_of,
    is_unspaced,
    number_words,
    texts_of,
    words_about,
    words_in,
    words_of_folded,
)
from mentorhub.workspace.rules.words import folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łukasz  WIŚNIEWSKI", ["lukasz", "wisniewski"]),
        ("petra.nova@mail.example", ["petra", "nova", "mail", "example"]),
        ("one, ONE; two_three", ["one", "two", "three"]),
        ("東京会議", ["東京", "京会", "会議", "議"]),
        ("Kai田中", ["kai", "田中", "中"]),
        ("京", ["京"]),
        ("Anna 🎉", ["anna", "🎉"]),
        ("x" * 60, ["x" * WORD_MAX]),
        ("—!?", []),
        ("", []),
    ],
)
def test_words_are_folded_and_each_is_there_once(text: str, found: list[str]) -> None:
    assert words_in(text) == found
    assert words_of_folded(folded(text)) == found


@given(st.text(max_size=80))
def test_no_text_makes_a_word_that_is_empty_or_too_long(text: str) -> None:
    assert all(0 < len(word) <= WORD_MAX for word in words_in(text))


def test_a_number_is_there_whole_and_by_its_parts() -> None:
    assert number_words("0172 123-456", "+49172123456") == [
        *("0172", "123", "456", "0172123456", "49172123456")
    ]
    assert number_words("12 34", "") == ["12", "34"]
    assert digits_of("٠١٢ 3") == "3"


def test_only_writing_without_spaces_is_cut_into_pairs() -> None:
    assert [is_unspaced(word) for word in ("東京", "あ", "한국", "abc")] == [
        True,
        True,
        False,
        False,
    ]


def test_ranks_put_a_name_before_a_detail_and_that_before_a_note() -> None:
    assert [field.rank for field in Field] == [0, 1, 1, 1, 2, 2]


def test_every_text_of_a_person_is_in_the_field_where_it_stands() -> None:
    details = Details(
        "Petra Nováková",
        given_name="Petra",
        nickname="Péťa",
        prefix="Ing.",
        headline="Joiner",
        affiliations=(Affiliation("Dřevo", "Architect", "Roofs"),),
        emails=(Labelled("p@home.example", "work"),),
        links=(Labelled("https://www.mill.example/petra"),),
        phones=(Labelled("224 000 001", "mobile"),),
        addresses=(Address(city="Praha"),),
        customs=(Custom("Choir", "Alto"),),
        events=(DatedEvent("Opening", PartialDate(2, 29)),),
        met_through="Tomáš",
        occasion="Timber Days",
        met_on=dt.date(2024, 3, 2),
        met_how="Queue",
        purpose="Roof",
        remember="Allergic",
        source_note="list.csv",
        pronunciation="noh",
    )
    found = words_about(details, [("224 000 001", "+420224000001")])
    assert found[Field.NAME] == {"petra", "novakova", "peta"}
    assert found[Field.DETAIL] == {
        *("ing", "joiner", "architect", "roofs", "drevo", "p", "home", "example", "mill", "petra"),
        *("praha", "choir", "alto", "opening", "tomas", "224", "000", "001"),
        *("224000001", "420224000001"),
    }
    assert found[Field.OCCASION] == {"timber", "days"}
    assert found[Field.REMARK] == {"queue", "roof", "allergic", "list", "csv", "noh"}
    titles = [one.text for one in texts_of(details) if one.source is Source.ORGANIZATION]
    assert titles == ["Architect, Roofs, Dřevo"]
