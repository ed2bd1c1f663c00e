"""People as vCards, version 3.0 (RFC 2426): the one module that knows vobject.

3.0, because the address books of phones, Google, Apple and Outlook all read it; vobject writes no 4.0. It escapes and
folds; a card as one of its objects would take ten times as long, and thousands go out at once.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vobject.base import backslashEscape, foldOneLine

FOLDED_FROM = 75  # letters; shorter lines stay as they are


@dataclass(frozen=True)
class Card:
    """One person, as an address book has them. `uid` stays the same from one file to the next."""

    uid: str
    name: str
    headline: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    categories: tuple[str, ...] = ()


def vcard_pieces(cards: Iterable[Card]) -> Iterator[bytes]:
    """One card after the other, folded and escaped. UTF-8."""
    for card in cards:
        yield _written(card)


def _written(card: Card) -> bytes:
    """In the order in which vobject would write it."""
    name = backslashEscape(card.name)
    values = {  # escaped
        "UID": backslashEscape(card.uid),
        "CATEGORIES": ",".join(map(backslashEscape, card.categories)),
        "EMAIL": backslashEscape(card.email),
        "FN": name,
        # Which word is the family's, only its owner knows: a wrong guess is worse than none.
        "N": f";{name};;;",
        "NOTE": backslashEscape(card.note),
        "ORG": backslashEscape(card.company),
        "TEL": backslashEscape(card.phone),
        "TITLE": backslashEscape(card.headline),
    }
    known = {key: value for key, value in values.items() if value or key == "FN"}
    lines = [_folded(f"{key}:{value}") for key, value in known.items()]
    return "".join(["BEGIN:VCARD\r\nVERSION:3.0\r\n", *lines, "END:VCARD\r\n"]).encode()


def _folded(line: str) -> str:
    if len(line) < FOLDED_FROM:
        return f"{line}\r\n"
    folded = io.StringIO()
    foldOneLine(folded, line)
    return folded.getvalue()
