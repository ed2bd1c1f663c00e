"""The words of headers: each written as it is compared, and each for one thing."""

from collections import Counter

import pytest

from mentorhub.workspace.importers import header_words, headers
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.rules.words import folded

TABLES = (header_words.NAMES, header_words.WORK, header_words.REACH, header_words.EVENTS)
WORDS = [
    (key, " ".join(word.split()))
    for table in TABLES
    for key, words in table.items()
    for word in words.split(",")
]


def test_no_word_means_two_things() -> None:
    assert [
        word for word, count in Counter(word for _key, word in WORDS).items() if count > 1
    ] == []


def test_each_word_is_written_as_headers_are_compared() -> None:
    assert [word for _key, word in WORDS if headers.words_of(word) != folded(word)] == []


def test_each_key_is_a_field_or_is_settled_by_the_other_columns() -> None:
    keys = {key for table in TABLES[:3] for key in table}
    assert keys - set(Field) == {"any_name", "any_title", "any_yearly"}


@pytest.mark.parametrize(
    "field",
    ["given_name", "family_name", "email", "organization", "title", "met_on", "note", "birthday"],
)
def test_a_field_has_a_word_in_each_of_linkedins_languages(field: str) -> None:
    known = {
        word
        for key, word in WORDS
        if key == field or (key.startswith("any_") and field.endswith("name"))
    }
    assert len(known) >= 12
