"""Tags: how names are read and compared, how many there may be, the refusals. Pure."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.names import clean_name, comparable

NAME_MAX = 40
KEY_MAX = 120  # folding may write one character as several
PER_PERSON = 20
PER_NOTEBOOK = 200
_BETWEEN = re.compile("[,，、،]")  # the commas of Latin, Chinese, Japanese and Arabic


UNDONE_FOR = dt.timedelta(days=1)  # that what was done to a list can be taken back


@dataclass(frozen=True)
class OfMany:
    """What was done to all of a list: to how many people, and the moment that knows it again."""

    people: int
    at: dt.datetime


class TagTooLong(Refusal):
    """A name is longer than `NAME_MAX` characters; carries it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class TagUnreadable(Refusal):
    """A name is not one tag's: nothing of it can be seen, or a comma stands in it."""


class TooManyTags(Refusal):
    """People would have more than `PER_PERSON`; carries how many people, and how many more they could take."""

    def __init__(self, people: int, *, left: int) -> None:
        self.people = people
        self.left = left
        super().__init__(people, left)


class NotebookFull(Refusal):
    """The notebook would hold more than `PER_NOTEBOOK`; carries how many more it could take."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(left)


class TagUnknown(Refusal):
    """The notebook has no tag of this name; carries it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class TagExists(Refusal):
    """Another tag of the notebook has this name; carries it as it is written there."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def tag_key(name: str) -> str:
    """What tags are compared by: "The  Choir" and "the choir" are one, and so are those that only look the same.

    Accents count, unlike in a search: in Japanese they distinguish words.
    """
    return comparable(name)


def tags_in(text: str) -> list[str]:
    """The names in what was typed, between commas; each once, as it was written first.

    Raises `TagTooLong` or `TagUnreadable`; text that is only commas gives an empty list.
    """
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if part.strip():
            name = tag_name(part)
            found.setdefault(tag_key(name), name)
    return list(found.values())


def tag_name(text: str) -> str:
    """One tag's name, as names are stored. Raises `TagTooLong` or `TagUnreadable`."""
    name = clean_name(text)
    if not name or _BETWEEN.search(name):
        raise TagUnreadable
    if len(name) > NAME_MAX or len(tag_key(name)) > KEY_MAX:
        raise TagTooLong(name)
    return name


def refuse_too_many(counts: Iterable[tuple[int, int]]) -> None:
    """Raises `TooManyTags` where somebody has so many tags and would get more than the limit.

    `counts` are, for each person, the tags they have and those they would get.
    """
    full = [has for has, more in counts if has + more > PER_PERSON]
    if full:
        raise TooManyTags(len(full), left=PER_PERSON - max(full))


def refuse_full(count: int, *, more: int) -> None:
    """Raises `NotebookFull` where a notebook has so many tags and would get more than the limit."""
    if count + more > PER_NOTEBOOK:
        raise NotebookFull(PER_NOTEBOOK - count)


def free_numbers(taken: Collection[int], *, most: int) -> list[int]:
    """The numbers from 1 to `most` that are not taken, the lowest first.

    Tags are numbered so that the database can hold their limits, as it holds those of seats.
    """
    return [number for number in range(1, most + 1) if number not in taken]


def tag_names(words: Iterable[str]) -> list[str]:
    """Those of these words that can be tags, each once: what an address book calls groups may be anything."""
    found: dict[str, str] = {}
    for word in words:
        try:
            name = tag_name(word)
        except Refusal:
            continue
        found.setdefault(tag_key(name), name)
    return list(found.values())


def that_fit(
    words_of: Mapping[int, Iterable[str]],
    *,
    has: Mapping[int, Collection[str]],
    known: Collection[str],
) -> tuple[dict[str, str], dict[int, list[str]]]:
    """The new tags, names by keys, and the keys to put on each person: whatever still has room, first come first.

    `words_of` are each person's words, `has` the keys of the tags they have, `known` those of the notebook's.
    """
    new: dict[str, str] = {}
    put: dict[int, list[str]] = {}
    for who, words in words_of.items():
        keys = put[who] = []
        for name in tag_names(words):
            key = tag_key(name)
            if key in has[who] or len(has[who]) + len(keys) == PER_PERSON:
                continue
            if key not in known and len(known) + len(new.keys() | {key}) > PER_NOTEBOOK:
                continue
            if key not in known:
                new.setdefault(key, name)
            keys.append(key)
    return new, put
