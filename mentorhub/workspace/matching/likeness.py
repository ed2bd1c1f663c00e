"""How alike two words of names are, and the names made of them. Pure."""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from mentorhub.workspace.matching.short_forms import are_forms_of_one
from mentorhub.workspace.matching.sounds import sound

TYPO_LENGTH_MIN = 4
BEGINNING_LENGTH_MIN = 6
TWO_TYPOS_LENGTH_MIN = 9
SHORT_FORM_LENGTH_MIN = 3
# How names of women and of men differ, and other two names at their end: of a given name no slip of the finger.
_ENDINGS = frozenset(
    {"", "a", "e", "o", "i", "ia", "ie", "ina", "ine", "ka", "ova", "s", "us", "y"}
)


class Likeness(IntEnum):
    """What one word is to another, the strongest first."""

    SAME = 0
    SPELLED_OTHERWISE = 1
    SHORT_FORM = 2
    TYPO = 3
    OTHER_ENDING = 4
    INITIAL = 5
    OTHER = 6


class Alignment(NamedTuple):
    """Two names word by word: pairs with their likeness, and how many words are left on either side."""

    pairs: tuple[tuple[str, str, Likeness], ...]
    left: int
    right: int
    is_given_other: bool  # the first word of each is left, and not like the other's


@lru_cache(1 << 16)
def likeness(one: str, other: str) -> Likeness:
    """How alike two words are, as `name_words` gives them; the same whichever is asked first."""
    if one == other:
        return Likeness.SAME
    short, long = (one, other) if (len(one), one) < (len(other), other) else (other, one)
    if len(short) == 1:
        return Likeness.INITIAL if long.startswith(short) else Likeness.OTHER
    sounds = sound(short), sound(long)
    if sounds[0] == sounds[1]:
        return Likeness.SPELLED_OTHERWISE
    if are_forms_of_one(*sounds) or _is_beginning(short, long):
        return Likeness.SHORT_FORM
    if not _is_typo(short, long):
        return Likeness.OTHER
    return Likeness.OTHER_ENDING if _is_other_ending(short, long) else Likeness.TYPO


def _is_beginning(short: str, long: str) -> bool:
    rest = long.removeprefix(short)
    is_longer = len(short) >= SHORT_FORM_LENGTH_MIN and len(rest) < len(long) and len(rest) > 1
    return is_longer and rest not in _ENDINGS


def _is_typo(short: str, long: str) -> bool:
    if len(long) < BEGINNING_LENGTH_MIN and short[0] != long[0] and short[1:] == long[1:]:
        return False  # Hana and Jana
    most = 2 if len(short) >= TWO_TYPOS_LENGTH_MIN else 1
    return len(long) >= TYPO_LENGTH_MIN and OSA.distance(short, long, score_cutoff=most) <= most


def _is_other_ending(one: str, other: str) -> bool:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same > 1 and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def aligned(one: tuple[str, ...], other: tuple[str, ...]) -> Alignment:
    """Each word of the one beside the likest of the other, the best first, whatever their order."""
    found = [
        (how, at, place)
        for at, mine in enumerate(one)
        for place, theirs in enumerate(other)
        if (how := likeness(mine, theirs)) is not Likeness.OTHER
    ]
    found.sort()
    pairs, mine_taken, theirs_taken = [], 0, 0  # sets of places, as bits
    for how, at, place in found:
        if mine_taken >> at & 1 or theirs_taken >> place & 1:
            continue
        if how is Likeness.OTHER_ENDING and at == place == 0:
            continue  # Jan and Jana
        pairs.append((one[at], other[place], how))
        mine_taken |= 1 << at
        theirs_taken |= 1 << place
    return Alignment(
        pairs=tuple(pairs),
        left=len(one) - len(pairs),
        right=len(other) - len(pairs),
        is_given_other=not (mine_taken & 1 or theirs_taken & 1),
    )
