"""What text becomes so that it is found: folded words, each with where about a person it stands. Pure."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum, StrEnum
from typing import NamedTuple

from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.details import Details

WORD_MAX = 40  # characters of a word that are compared
NUMBER_MIN = 5  # digits that are a number one could call, and not one of a street
_RANKS = 10

# Chinese and Japanese put no spaces between words; symbols, as emoji, are words of their own.
UNSPACED = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SYMBOLS = "\u2600-\u27bf\U0001f000-\U0001faff"
_WORD = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_])+|[{_SYMBOLS}]")
_RUN = re.compile(rf"[{UNSPACED}]+")
_OF_EVERY_LINK = {"https", "http", "www"}


class Field(IntEnum):
    """Where a word stands. Tens are ranks: a name comes before a detail, and that before a note."""

    NAME = 0
    DETAIL = 10
    OCCASION = 11
    TAG = 12
    REMARK = 20
    HISTORY = 21

    @property
    def rank(self) -> int:
        """0 for a name, 1 for a detail, 2 for a note."""
        return self // _RANKS


OF_DETAILS = frozenset({Field.NAME, Field.DETAIL, Field.REMARK})


class Source(StrEnum):
    """What a text about a person is, so that a page can say why it found them."""

    NAME = "name"
    NICKNAME = "nickname"
    HEADLINE = "headline"
    ORGANIZATION = "organization"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    ADDRESS = "address"
    CUSTOM = "custom"
    DAY = "day"
    MET_THROUGH = "met_through"
    OCCASION = "occasion"
    TAG = "tag"
    REMEMBER = "remember"
    PURPOSE = "purpose"
    MET_HOW = "met_how"
    PRONUNCIATION = "pronunciation"
    FROM_WHERE = "from_where"
    CONVERSATION = "conversation"
    PRIVATE_NOTE = "private_note"
    GIVE = "give"
    PROMISE = "promise"
    FOLLOW_UP = "follow_up"
    STAGE = "stage"


class Written(NamedTuple):
    """One text about a person: where it stands, what it is."""

    field: Field
    source: Source
    text: str


def words_in(*texts: str) -> list[str]:
    """The words of these texts, each once, in their order."""
    return words_of_folded(words.folded(*texts))


def words_of_folded(text: str) -> list[str]:
    """As `words_in`, of what is folded already; of writing without spaces each two signs, and the last alone."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if _RUN.fullmatch(word):
            found += [word[at : at + 2] for at in range(len(word))]
        else:
            found.append(word[:WORD_MAX])
    return list(dict.fromkeys(found))


def is_unspaced(word: str) -> bool:
    """Whether it is of a writing that puts no spaces between words."""
    return _RUN.match(word) is not None


def number_words(typed: str, key: str = "") -> list[str]:
    """A phone number's parts as typed, and its digits as a whole; `key` is the number in E.164, if it is known."""
    whole = (digits_of(typed), digits_of(key))
    return [*words_in(typed), *(digits for digits in whole if len(digits) >= NUMBER_MIN)]


def digits_of(text: str) -> str:
    """Its digits 0 to 9, in whatever script they are written."""
    return "".join(char for char in words.folded(text) if char in "0123456789")


def texts_of(details: Details) -> Iterator[Written]:
    """Every text of these details that finds their person, but for phone numbers; what is empty as well."""
    for name in (details.name, details.given_name, details.additional_name, details.family_name):
        yield Written(Field.NAME, Source.NAME, name)
    yield Written(Field.NAME, Source.NICKNAME, details.nickname)
    yield Written(Field.DETAIL, Source.NAME, f"{details.prefix} {details.suffix}")
    yield Written(Field.DETAIL, Source.HEADLINE, details.headline)
    for one in details.affiliations:
        work = ", ".join(filter(None, (one.title, one.department, one.organization)))
        yield Written(Field.DETAIL, Source.ORGANIZATION, work)
    for source, several in ((Source.EMAIL, details.emails), (Source.LINK, details.links)):
        for each in several:
            yield Written(Field.DETAIL, source, each.value)
    for address in details.addresses:
        yield Written(Field.DETAIL, Source.ADDRESS, ", ".join(address.lines))
    for custom in details.customs:
        yield Written(Field.DETAIL, Source.CUSTOM, f"{custom.label}: {custom.value}")
    for event in details.events:
        yield Written(Field.DETAIL, Source.DAY, event.label)
    yield Written(Field.DETAIL, Source.MET_THROUGH, details.met_through)
    yield Written(Field.OCCASION, Source.OCCASION, details.occasion)
    yield Written(Field.REMARK, Source.REMEMBER, details.remember)
    yield Written(Field.REMARK, Source.PURPOSE, details.purpose)
    yield Written(Field.REMARK, Source.MET_HOW, details.met_how)
    yield Written(Field.REMARK, Source.PRONUNCIATION, details.pronunciation)
    yield Written(Field.REMARK, Source.FROM_WHERE, details.source_note)


def words_about(details: Details, phone_keys: Iterable[tuple[str, str]]) -> dict[Field, set[str]]:
    """The words of each field of these details; `phone_keys` are numbers as typed, each with its E.164 or ''."""
    found: dict[Field, set[str]] = {field: set() for field in (*OF_DETAILS, Field.OCCASION)}
    for field, source, text in texts_of(details):
        if text:
            left_out = _OF_EVERY_LINK if source is Source.LINK else set()
            found[field].update(set(words_in(text)) - left_out)
    for typed, key in phone_keys:
        found[Field.DETAIL].update(number_words(typed, key))
    return found
