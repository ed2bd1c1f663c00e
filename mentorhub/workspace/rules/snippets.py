"""The part of a text where what was looked for stands, cut into pieces of which some are marked. Pure."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from mentorhub.workspace.rules.indexing import UNSPACED, digits_of, words_in

BEFORE, AFTER = 40, 90  # characters shown before the first word that is marked, and after it
_SPANS = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])(?:[^\W_]|[\u0300-\u036f]))+|[^\w\s]")
IsMeant = Callable[[str], bool]  # whether a folded word is one of those looked for


class Piece(NamedTuple):
    """Some of a text; marked where it is what was looked for."""

    text: str
    is_marked: bool


def marked(text: str, is_meant: IsMeant) -> list[Piece]:
    """The whole text in pieces."""
    return _pieces(text, _found(text, is_meant))


def snippet(text: str, is_meant: IsMeant) -> list[Piece]:
    """A line of it around the first word that is meant; nothing where none is."""
    text = " ".join(text.split())
    found = _found(text, is_meant)
    if not found:
        return []
    start = _word_start(text, found[0][0] - BEFORE)
    end = _word_end(text, found[0][1] + AFTER)
    shown = [(a - start, b - start) for a, b in found if b <= end]
    pieces = _pieces(text[start:end], shown)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    return [piece for piece in (Piece(before, False), *pieces, Piece(after, False)) if piece.text]


def marked_number(text: str, numbers: Collection[str]) -> list[Piece]:
    """A phone number as a whole, since its digits are written in any groups."""
    is_meant = any(number in digits_of(text) or digits_of(text) in number for number in numbers)
    return [Piece(text, is_meant)]


def _found(text: str, is_meant: IsMeant) -> list[tuple[int, int]]:
    """Where words that are meant begin and end; of unspaced writing, where two signs together are."""
    spans = [(match.start(), match.end()) for match in _SPANS.finditer(text)]
    found: list[tuple[int, int]] = []
    for at, (start, end) in enumerate(spans):
        pair_end = spans[at + 1][1] if _goes_on(text, spans, at) else end
        if any(map(is_meant, words_in(text[start:pair_end])[:1])):
            found.append((start, pair_end))
        elif pair_end != end and any(map(is_meant, words_in(text[start:end]))):
            found.append((start, end))
    return _joined(found)


def _goes_on(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether this and the next are signs of unspaced writing, side by side."""
    if at + 1 == len(spans) or spans[at][1] != spans[at + 1][0]:
        return False
    return re.fullmatch(rf"[{UNSPACED}]{{2}}", text[spans[at][0] : spans[at + 1][1]]) is not None


def _joined(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, found: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in found:
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:], False)) if piece.text]


def _word_start(text: str, at: int) -> int:
    """The beginning of a word at or after `at`, if it is near; never inside one that could be read."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + BEFORE)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - BEFORE, at)
    return space if space >= 0 else at
