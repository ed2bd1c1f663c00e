"""Who may be one person: pairs among a notebook's people, and who of them somebody typed or imported may be. Pure.

Not all are compared with all: only those who share a key, such as an address or a surname with an initial (blocking).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from mentorhub.workspace.matching.candidates import Candidate
from mentorhub.workspace.matching.commonness import Commonness
from mentorhub.workspace.matching.evidence import evidence
from mentorhub.workspace.matching.reasons import Reason
from mentorhub.workspace.matching.short_forms import long_forms

BLOCK_MAX = 40  # what more people share is weak evidence, and not looked at
ORGANIZATION_BEGINNING = 5
LIKELY = 0.5  # how sure it has to be to be shown as a double
POSSIBLE = 0.001  # enough for a hint while a name is typed: somebody of this name is there


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys, the lower first, how sure it is that they are one (0 to 1), and why."""

    a: int
    b: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody of the notebook by their key, how sure it is that it is them (0 to 1), and why."""

    key: int
    score: float
    reasons: tuple[Reason, ...]


class Index:
    """A notebook's people by what they may be found by; made once, asked often."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self.people: list[Candidate] = []
        self.blocks: defaultdict[str, list[int]] = defaultdict(list)
        self.by_initial: defaultdict[str, list[int]] = defaultdict(list)  # everybody
        self.with_initial: defaultdict[str, list[int]] = defaultdict(list)  # who is "J. Novák"
        self.common = Commonness()
        for one in candidates:
            self.add(one)

    def add(self, one: Candidate) -> None:
        """Somebody more, as when an import goes on row by row."""
        place = len(self.people)
        self.people.append(one)
        self.common.add(one)
        for key in _block_keys(one):
            self.blocks[key].append(place)
        has_initial = _has_initial(one)
        for key in _initial_keys(one):
            self.by_initial[key].append(place)
            if has_initial:
                self.with_initial[key].append(place)

    def near(self, one: Candidate) -> set[int]:
        """The places of those whom `one` is compared with."""
        initials = self.by_initial if _has_initial(one) else self.with_initial
        blocks = [self.blocks.get(key, ()) for key in _block_keys(one)]
        blocks += [initials.get(key, ()) for key in _initial_keys(one)]
        return {place for block in blocks if len(block) <= BLOCK_MAX for place in block}

    def near_each_other(self) -> set[tuple[int, int]]:
        """The places of all who are compared, the lower first."""
        found = {
            places
            for block in self.blocks.values()
            if 1 < len(block) <= BLOCK_MAX
            for places in combinations(block, 2)
        }
        for key, block in self.with_initial.items():
            if len(self.by_initial[key]) <= BLOCK_MAX:
                found.update(
                    (min(one, other), max(one, other))
                    for one in block
                    for other in self.by_initial[key]
                    if one != other
                )
        return found


def find_pairs(candidates: Iterable[Candidate], *, least: float = LIKELY) -> list[Pair]:
    """Every two who may be one person, the surest first; each pair once."""
    index, found = Index(candidates), []
    for place, other in index.near_each_other():
        one, two = index.people[place], index.people[other]
        if (match := _match(one, two, index, least=least)) and one.key != two.key:
            keys = sorted((one.key, two.key))
            found.append(Pair(keys[0], keys[1], match.score, match.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))


def find_matches(one: Candidate, index: Index, *, least: float = LIKELY) -> list[Match]:
    """Who of the index `one` may be, the surest first; never whoever has the same key."""
    near = (index.people[place] for place in index.near(one))
    found = (_match(one, other, index, least=least) for other in near if other.key != one.key)
    return sorted(
        (match for match in found if match is not None), key=lambda match: (-match.score, match.key)
    )


def _match(one: Candidate, other: Candidate, index: Index, *, least: float) -> Match | None:
    likely = evidence(one, other, index.common)
    score = _score(likely.bits)
    return Match(other.key, score, likely.reasons) if score >= least else None


def _score(bits: float) -> float:
    return 1 / (1 + math.exp2(-max(min(bits, 60.0), -60.0)))


def _block_keys(one: Candidate) -> set[str]:
    """What one is compared with others by."""
    keys = {*one.emails, *one.profiles, *(phone[-8:] for phone in one.phones)}
    if len(one.characters) > 3:
        keys.add(f"={one.characters}")
    starts = {place[:ORGANIZATION_BEGINNING] for place in one.organizations}
    keys.update(f"{word}@{start}" for word in one.sounds for start in starts)
    initials = "".join(sorted(word[0] for word in one.sounds))
    keys.update(f"{initials}@@{start}" for start in starts)
    keys.update(_name_keys(one))
    return keys


def _name_keys(one: Candidate) -> Iterator[str]:
    """A word with the beginning or the end of another, also of what it is short for."""
    for word, other in permutations(one.sounds, 2):
        yield f"{word}/{other[-4:] if len(other) > 5 else other[-3:]}"
        for form in long_forms(other):
            yield f"{word}|{form[:2]}"


def _has_initial(one: Candidate) -> bool:
    return any(len(word) == 1 for word in one.words)


def _initial_keys(one: Candidate) -> set[str]:
    return {f"{word}.{other[0]}" for word, other in permutations(one.sounds, 2) if len(word) > 1}
