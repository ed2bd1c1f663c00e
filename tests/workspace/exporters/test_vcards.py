"""Cards come back as they were written, whatever the names hold."""

import pytest
import vobject

from mentorhub.workspace.exporters.vcards import Card, vcard_pieces
from tests.support.malformed_input import TEXTS

NAMES = (
    "Tomáš Dvořák", "O’Brien; Jr, \\n", "李小龙", "عمر الخيام", "Ada\nLovelace", "  two  spaces  ", "BEGIN:VCARD",
    "Å" * 200, "a\u2028b", "a\x0bb", "a\x85b", "=1+1", "colon: semi;", *(text for text in TEXTS if text.strip(" \0\r")),
)  # fmt: skip


def back(*cards: Card) -> list[vobject.base.Component]:
    """What vobject reads of what was written."""
    return list(vobject.readComponents(b"".join(vcard_pieces(cards)).decode()))


@pytest.mark.parametrize("words", NAMES)
def test_every_text_comes_back(words: str) -> None:
    kept = words.replace("\r\n", "\n")  # a card has one kind of line end
    card = Card("uid-1", words, words, words, words, words, words, (words, "Choir"))
    other = Card("uid-2", "Next")
    found, after = back(card, other)
    assert found.uid.value == "uid-1" and found.version.value == "3.0"
    assert (found.fn.value, found.n.value.given, found.n.value.family) == (kept, kept, "")
    assert (found.title.value, found.org.value, found.note.value) == (kept, [kept], kept)
    assert (found.email.value, found.tel.value) == (kept, kept)
    assert found.categories.value == [kept, "Choir"]
    assert after.fn.value == "Next"


@pytest.mark.parametrize("words", ["Ada", "", *NAMES, *TEXTS, "å" * 70, "x" * 70])
def test_a_card_is_as_vobject_itself_would_write_it(words: str) -> None:
    """Lines are put together here, since its objects are slow."""
    whole = vobject.vCard()
    whole.add("uid").value = "uid-1"
    whole.add("fn").value = words
    whole.add("n").value = vobject.vcard.Name(given=words)
    if words:
        whole.add("org").value = [words]
        whole.add("categories").value = [words, "Choir; tenor"]
        for name in ("title", "email", "tel", "note"):
            whole.add(name).value = words
    tags = (words, "Choir; tenor") if words else ()
    card = Card("uid-1", words, words, words, words, words, words, tags)
    written, serialized = b"".join(vcard_pieces([card])), whole.serialize().encode()
    assert written.replace(b"\r\n ", b"") == serialized.replace(b"\r\n ", b"")


def test_what_is_not_known_is_not_written() -> None:
    (found,) = back(Card("uid-1", "Ada"))
    assert set(found.contents) == {"version", "uid", "fn", "n"}


def test_lines_are_folded_at_75_octets_and_end_as_the_rfc_has_them() -> None:
    names = ["Ångström " * 30, "å" * 40, "文" * 30, "🎉" * 70, "x" * 72, "x" * 73]
    text = b"".join(vcard_pieces([Card("uid-1", name, note="å" * 400) for name in names]))
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() or line == b"" for line in lines)  # no character is cut in two
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_no_cards_are_no_bytes() -> None:
    assert list(vcard_pieces([])) == []
