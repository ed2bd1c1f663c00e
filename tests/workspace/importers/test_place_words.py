"""Words that headers of phones and addresses are made of: each written as it is compared, and each for one thing."""

from collections import Counter

import pytest

from mentorhub.workspace.importers import headers, place_words
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.rules.words import folded


def words(table: dict[str, str]) -> list[str]:
    """All words of a table."""
    return [" ".join(word.split()) for text in table.values() for word in text.split(",")]


@pytest.mark.parametrize("table", [place_words.PLACES, place_words.PHONES, place_words.PARTS])
def test_no_word_means_two_things(table: dict[str, str]) -> None:
    assert [word for word, count in Counter(words(table)).items() if count > 1] == []


@pytest.mark.parametrize("table", [place_words.PLACES, place_words.PHONES, place_words.PARTS])
def test_each_word_is_written_as_headers_are_compared(table: dict[str, str]) -> None:
    assert [word for word in words(table) if headers.words_of(word) != folded(word)] == []


def test_each_part_of_an_address_is_a_field() -> None:
    assert set(place_words.PARTS) <= set(Field)


def test_no_phone_is_a_part_of_an_address() -> None:
    assert set(words(place_words.PHONES)) & set(words(place_words.PARTS)) == set()
