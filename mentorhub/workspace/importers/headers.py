"""The name of one column, looked up: what it means by itself (`header_words`, `place_words`, Google's own way)."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mentorhub.workspace.importers import header_words, labels, place_words
from mentorhub.workspace.rules.words import folded


class Meaning(NamedTuple):
    """`key` is a value of `columns.Field`, or open ("any_name", "any_title", "any_yearly": the other columns tell).

    `label` is what its values are labelled, `group` what else belongs to them: "email 1", "home address".
    """

    key: str
    label: str = ""
    group: str = ""


_GOOGLE = re.compile(
    r"(e ?mail|phone|address|organization|website|event|relation|custom field|im|jot|external id|calendar link)"
    r" (\d+) (label|type|value|formatted|street|city|po box|region|postal code|country|extended address|name|yomi name"
    r"|title|department|since|until|symbol|location|job description|service)"
)
# Beside "email": what is said of an address, not the address ("E-Mail-Typ", "Email Display Name").
_NO_EMAIL = frozenset(
    "type typ tipo name namen nom nome nombre navn display label status format opt consent sent date count".split()
)
_GOOGLE_VALUES = {
    "email": "email", "phone": "phone", "website": "link", "event": "event", "relation": "custom",
    "custom field": "custom", "im": "custom", "jot": "note",
}  # fmt: skip
_GOOGLE_PARTS = {
    "address": {
        "formatted": "address", "street": "street", "city": "city", "po box": "po_box", "region": "region",
        "postal code": "postal_code", "country": "country", "extended address": "extended",
    },
    "organization": {
        "name": "organization", "title": "title", "department": "department", "since": "since", "until": "until",
    },
}  # fmt: skip


def words_of(name: str) -> str:
    """A header's words, folded, a space apart, without digits: "E-mail 2 Address" and "emailAddress" are one."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) if name.isascii() else name
    words = re.findall(r"[^\W\d_]+", folded(plain))
    return re.sub(r"\be mail", "email", " ".join(words))


@lru_cache(4096)
def meaning(name: str) -> Meaning:
    """What a column of this name holds: `custom` under its own name where nobody knows, `ignore` without a name."""
    if found := _GOOGLE.fullmatch(" ".join(re.findall(r"\w+", name.casefold()))):
        return _of_google(
            found[1].replace(" mail", "mail").replace("e mail", "email"), found[2], found[3]
        )
    words = words_of(name)
    if not words:
        return Meaning("ignore")
    if key := _words().get(words):
        kind, _separator, label = key.partition(":")
        if kind == "given_name" and any(map(str.isdecimal, name)):
            kind = "additional_name"  # "2. křestní jméno"
        return Meaning(kind, label)
    return _put_together(words) or Meaning("custom", " ".join(name.split()))


def is_known(name: str) -> bool:
    """Whether this is the name of a column rather than a value."""
    return meaning(name).key not in {"custom", "ignore"} or words_of(name) in _words()


def _of_google(kind: str, number: str, part: str) -> Meaning:
    """ "Phone 2 - Value" and its neighbours, in both of Google's headers; its label stands in a column of its own."""
    group = f"{kind} {number}"
    if part in {"label", "type"}:
        return Meaning("label", "", group)
    key = (
        _GOOGLE_VALUES.get(kind, "ignore")
        if part == "value"
        else _GOOGLE_PARTS.get(kind, {}).get(part, "ignore")
    )
    return Meaning(key, "", group)


def _put_together(words: str) -> Meaning | None:
    """Phones and parts of addresses: without the place's word, the rest must be one of those that name a thing."""
    places, (between, beside, phones) = _places(), _small_words()
    place = next((places[word] for word in words.split() if word in places), "")
    rest = [word for word in words.split() if word not in places and word not in between]
    plain = " ".join(word for word in rest if word not in beside)
    texts = [words, " ".join(rest), plain]
    phone = next((_phones()[text] for text in texts if text in _phones()), None)
    if phone is not None or words in phones:
        return Meaning("phone", " ".join(dict.fromkeys(filter(None, (place, phone)))))
    part = next((_parts()[text] for text in texts if text in _parts()), None)
    if part:
        return Meaning(part, place, f"{place} address")
    key = _words().get(plain)
    if key in {"email", "link"}:
        return Meaning(key, place)
    is_email = "email" in rest and not _NO_EMAIL.intersection(rest)
    return Meaning("email", place) if is_email else None


@cache
def _words() -> dict[str, str]:
    found = _by_word({"ignore": header_words.IGNORED})
    for table in (header_words.NAMES, header_words.WORK, header_words.REACH):
        found |= _by_word(table)
    return found | _by_word(
        {f"event:{label}": words for label, words in header_words.EVENTS.items()}
    )


@cache
def _phones() -> dict[str, str]:
    return _by_word(place_words.PHONES)


@cache
def _parts() -> dict[str, str]:
    return _by_word(place_words.PARTS)


@cache
def _places() -> dict[str, str]:
    assert {labels.HOME, labels.WORK, labels.OTHER} == place_words.PLACES.keys()
    return _by_word(place_words.PLACES)


@cache
def _small_words() -> list[frozenset[str]]:
    tables = (place_words.BETWEEN, place_words.BESIDE, place_words.PHONE_PLACES)
    return [frozenset(_by_word({"": words})) for words in tables]


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {folded(word): key for key, words in table.items() for word in words.split(",")}
