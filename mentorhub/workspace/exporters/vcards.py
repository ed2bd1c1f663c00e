"""People as vCards, version 3.0 (RFC 2426): the one module that knows vobject.

3.0, because the address books of phones, Google, Apple and Outlook all read it; vobject writes no 4.0. It escapes;
a card as one of its objects would take ten times as long, and thousands go out at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vobject.base import backslashEscape

from mentorhub.workspace.exporters.folding import folded


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
    lines = [folded(f"{key}:{value}") for key, value in known.items()]
    return b"\r\n".join([b"BEGIN:VCARD", b"VERSION:3.0", *lines, b"END:VCARD", b""])
