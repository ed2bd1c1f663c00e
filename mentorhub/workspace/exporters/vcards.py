"""People as vCards, version 3.0 (RFC 2426): the one module that knows vobject.

3.0, because the address books of phones, Google, Apple and Outlook all read it; vobject writes no 4.0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import vobject


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
    found = vobject.vCard()
    found.add("uid").value = card.uid
    found.add("fn").value = card.name
    # Which word is the family's, only its owner knows: a wrong guess is worse than none.
    found.add("n").value = vobject.vcard.Name(given=card.name)
    if card.company:
        found.add("org").value = [card.company]
    if card.categories:
        found.add("categories").value = list(card.categories)
    for name, value in {
        "title": card.headline,
        "email": card.email,
        "tel": card.phone,
        "note": card.note,
    }.items():
        if value:
            found.add(name).value = value
    return str(found.serialize()).encode()
