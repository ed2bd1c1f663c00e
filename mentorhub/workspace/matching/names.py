"""What the names of two people say of their being one. Pure."""

from typing import NamedTuple

from mentorhub.workspace.matching.candidates import Candidate
from mentorhub.workspace.matching.commonness import Commonness
from mentorhub.workspace.matching.likeness import Alignment, Likeness, aligned, likeness
from mentorhub.workspace.matching.reasons import Reason
from mentorhub.workspace.matching.sounds import sound

LIKENESS_COST = {
    Likeness.SAME: 0.0,
    Likeness.SPELLED_OTHERWISE: 0.5,
    Likeness.SHORT_FORM: 2.0,
    Likeness.TYPO: 3.5,
    Likeness.OTHER_ENDING: 3.5,
}
INITIAL, NICKNAME, MISSING_WORD = 2.0, 5.0, -1.0
OF_ONE_LANGUAGE = (
    -4.5
)  # a given name and a surname do not meet by chance: both are of somebody's language
OTHER_GIVEN, OTHER_SURNAME, OTHER_NAME = -16.0, -9.0, -24.0
OF_ONE_FAMILY = 4.0  # the most that a surname says beside another given name: relatives share much
OF_ONE_BEGINNING = 7.0  # a given name that begins alike may be a short form that no list has
OTHER_GENERATION, ONE_GENERATION = -30.0, -22.0  # father and son share a name and much else


class NameEvidence(NamedTuple):
    """Bits in favour, what the names are to each other, and whether they cannot both be one person's as they stand."""

    bits: float
    reason: Reason | None
    is_other: bool


def compare_names(one: Candidate, other: Candidate, common: Commonness) -> NameEvidence:
    """The same whichever is named first; nothing is said where either has no name."""
    if not (one.words and other.words):
        return NameEvidence(0.0, None, is_other=False)
    found = _beside(one, other)
    bits = _generations(one.generation, other.generation)
    if (found.left or found.right) and one.characters == other.characters:
        return NameEvidence(
            bits + _respaced(one, other, common), Reason.SIMILAR_NAME, is_other=False
        )
    bits += sum(_word(*pair, common) for pair in found.pairs)
    if len(found.pairs) > 1:
        bits += OF_ONE_LANGUAGE
    if found.left and found.right:
        return _of_others(one, other, found, bits)
    if found.left or found.right:
        missing = MISSING_WORD * (found.left + found.right)
        return NameEvidence(bits + missing, Reason.PART_OF_NAME, is_other=False)
    weakest = max(how for *_, how in found.pairs)
    return NameEvidence(
        min(bits, common.most_of_name(one, other)), _reason(weakest), is_other=False
    )


def are_others(one: Candidate, other: Candidate) -> bool:
    """Whether each has a word in their name that the other has not: asked before more is counted."""
    if not (one.words and other.words) or one.characters == other.characters:
        return False
    found = _beside(one, other)
    return bool(found.left and found.right) and not _is_nicknamed(one, other)


def _beside(one: Candidate, other: Candidate) -> Alignment:
    is_short = (len(one.words), one.words) < (len(other.words), other.words)
    return aligned(one.words, other.words) if is_short else aligned(other.words, one.words)


def _of_others(one: Candidate, other: Candidate, found: Alignment, bits: float) -> NameEvidence:
    """Where each has a word that the other has not: a nickname, another surname since a wedding, a relative."""
    if _is_nicknamed(one, other):
        return NameEvidence(bits + NICKNAME, Reason.SHORT_FORM, is_other=False)
    if not found.pairs:
        return NameEvidence(OTHER_NAME, None, is_other=True)
    if not found.is_given_other:
        return NameEvidence(bits + OTHER_SURNAME, Reason.PART_OF_NAME, is_other=True)
    bits = min(bits, OF_ONE_FAMILY) + OTHER_GIVEN
    is_ending = likeness(one.words[0], other.words[0]) is Likeness.OTHER_ENDING
    if one.sounds[0][:3] == other.sounds[0][:3] and not is_ending:
        bits += OF_ONE_BEGINNING
    return NameEvidence(bits, Reason.PART_OF_NAME, is_other=True)


def _generations(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return OTHER_GENERATION if one and other else ONE_GENERATION


def _is_nicknamed(one: Candidate, other: Candidate) -> bool:
    """Whether a nickname of the one stands in the other's name, or is theirs too."""
    if not (one.nicknames or other.nicknames):
        return False
    mine, theirs = set(one.nicknames), set(other.nicknames)
    return bool(mine & {*other.words, *theirs} or theirs & set(one.words))


def _respaced(one: Candidate, other: Candidate, common: Commonness) -> float:
    """The bits of a name of the same characters: other spaces, or one of them in the neighbouring word."""
    longer = max(one.sounds, other.sounds, key=lambda words: (len(words), words))
    found = sum(common.rarity_of(each) for each in longer[:2])
    return found + OF_ONE_LANGUAGE - LIKENESS_COST[Likeness.TYPO]


def _word(one: str, other: str, how: Likeness, common: Commonness) -> float:
    if how is Likeness.INITIAL:
        return INITIAL
    return max(common.rarity_of(sound(one), sound(other)) - LIKENESS_COST[how], 0.0)


def _reason(weakest: Likeness) -> Reason:
    if weakest is Likeness.INITIAL:
        return Reason.PART_OF_NAME
    if weakest >= Likeness.TYPO:
        return Reason.SIMILAR_NAME
    if weakest is Likeness.SHORT_FORM:
        return Reason.SHORT_FORM
    return Reason.SAME_NAME if weakest is Likeness.SAME else Reason.SPELLED_OTHERWISE
