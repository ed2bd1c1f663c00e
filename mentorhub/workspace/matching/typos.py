"""Which words somebody may have meant who typed another: one character off, or two in a long one. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

LONG = 9  # characters in which two may be wrong
MOST = 12  # other spellings of one word


class Halves(NamedTuple):
    """What a word that is meant begins with, or ends with read backwards, and how long it may be."""

    beginning: str
    ending: str
    length_min: int
    length_max: int


def halves(typed: str) -> Halves:
    """Where to look: of a word with one character off, one half is as it was typed; of a long one, a third at an end.

    Two characters that changed places count as one (Damerau and Levenshtein, each stretch changed once).
    """
    edits = _edits(typed)
    intact = max(1, (len(typed) - 1) // (edits + 1))
    backwards = typed[::-1]
    return Halves(typed[:intact], backwards[:intact], len(typed) - edits, len(typed) + edits)


def meant(typed: str, known: Iterable[str]) -> list[str]:
    """Of these words those that may have been meant, the nearest first, at most `MOST`; never the typed one itself."""
    edits = _edits(typed)
    near = (
        (OSA.distance(typed, word, score_cutoff=edits), word) for word in known if word != typed
    )
    return [word for _far, word in sorted(one for one in near if one[0] <= edits)[:MOST]]


def _edits(typed: str) -> int:
    return 2 if len(typed) >= LONG else 1
