"""What was typed into the search field, as what is looked for; and how many searches are kept. Pure."""

import re
from enum import StrEnum
from typing import NamedTuple

from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.rules.indexing import (
    NUMBER_MIN,
    WORD_MAX,
    digits_of,
    is_unspaced,
    words_in,
)

TYPED_MAX = 200  # characters that are read
TERMS_MAX = 8
SHORT = 2  # characters of a word that begins too many others
TYPO_MIN = 4  # characters of a word that may be mistyped
ENOUGH = 10  # people who are found as typed: then nobody is looked for under another spelling
TYPO_SCORE = 6  # after whoever has the words as they were typed
CALLED_MIN = 7  # digits that are one number, though they are written in groups
SAVED_MAX, SAVED_NAME_MAX, ASKED_MAX = 50, 60, 2000
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_NUMBER = re.compile(r"\+?[\d(][\d\s()./-]*\d")
_YEARS = re.compile(r"\s*(?:(?:19|20)\d\d[\s./-]*)+")


class How(StrEnum):
    """How a term meets the words of a notebook."""

    BEGINNING = "beginning"  # words that begin so
    SHORT = "short"  # this word, or a name that begins so
    WHOLE = "whole"  # this word alone
    NUMBER = "number"  # a number that begins or ends so


class Term(NamedTuple):
    """Something that must be found about a person."""

    word: str
    how: How

    @property
    def may_be_mistyped(self) -> bool:
        """Whether words that are spelled nearly so are meant as well; numbers are not."""
        is_long = self.how is How.BEGINNING and len(self.word) >= TYPO_MIN
        return is_long and not any(char.isdigit() for char in self.word)


def terms_in(typed: str) -> list[Term]:
    """What is looked for, each once: all of it must be found about a person, in whatever order and wherever it stands.

    What is in quotes is looked for as it stands; digits in groups are one number. Empty where nothing can be found.
    """
    typed = typed[:TYPED_MAX]
    found = [Term(word, How.WHOLE) for part in _QUOTED.findall(typed) for word in words_in(part)]
    rest = _QUOTED.sub(" ", typed)
    for run in _NUMBER.findall(rest):
        digits = digits_of(run)
        is_called = len(digits) >= CALLED_MIN and not _YEARS.fullmatch(run)
        if is_called:
            found.append(Term(digits[:WORD_MAX], How.NUMBER))
            rest = rest.replace(run, " ", 1)
    found += [Term(word, _how(word)) for word in words_in(rest)]
    return list(dict.fromkeys(found))[:TERMS_MAX]


def ends_of(number: str) -> tuple[str, str]:
    """What a number begins with that was typed so, and what it ends with, read backwards.

    Whoever leaves the country code out may write a nought in its place.
    """
    national = number.lstrip("0") or number
    return (national if number.startswith("00") else number), national[::-1]


def past(word: str) -> str:
    """What comes after every word that begins with this one, as both databases compare."""
    return f"{word}\U0010ffff"


def _how(word: str) -> How:
    if is_unspaced(word):
        return How.BEGINNING if len(word) == 1 else How.WHOLE
    if word.isdecimal() and len(word) >= NUMBER_MIN:
        return How.NUMBER
    return How.SHORT if len(word) <= SHORT else How.BEGINNING


def refuse_unkept(asked: str) -> None:
    """Raise `AsksForNothing` or `AsksTooMuch` for the query of a list that is not kept."""
    if not asked:
        raise AsksForNothing
    if len(asked) > ASKED_MAX:
        raise AsksTooMuch


class AsksForNothing(Refusal):
    """Neither words nor filters: everybody."""


class AsksTooMuch(Refusal):
    """More than `ASKED_MAX` characters of words and filters."""


class TooManySearches(Refusal):
    """A notebook has `SAVED_MAX` saved searches."""


class SearchExists(Refusal):
    """Another saved search has this name; carries it as it is written there."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


UNSAVED = (AsksForNothing, AsksTooMuch, TooManySearches, SearchExists)
