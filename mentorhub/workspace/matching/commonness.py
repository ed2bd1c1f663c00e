"""How common a notebook's names, organisations, mailboxes and numbers are: what is rare says more. Pure."""

import math
from collections import Counter

from mentorhub.workspace.matching.candidates import Candidate

PEOPLE_MIN = 5000  # a smaller notebook says too little of how common a name is
OF_NAMESAKES = 1.0


class Commonness:
    """Counts of a notebook's people, and the bits that follow: the logarithm of how unlikely chance is."""

    def __init__(self) -> None:
        self.people = 0
        self.names: Counter[tuple[str, ...]] = Counter()
        self.sounds: Counter[str] = Counter()
        self.organizations: Counter[str] = Counter()
        self.contacts: Counter[str] = Counter()

    def add(self, one: Candidate) -> None:
        """Count somebody in."""
        self.people += 1
        self.names[tuple(sorted(one.sounds))] += 1
        self.sounds.update(set(one.sounds))
        self.organizations.update(one.organizations)
        for contacts in (one.emails, one.phones, one.profiles):
            self.contacts.update(contacts)

    def rarity(self, count: int) -> float:
        """The bits of two having by chance what so many have."""
        return math.log2(max(self.people, PEOPLE_MIN) / max(count, 1))

    def rarity_of(self, *sounds: str) -> float:
        """The bits of two words of names being alike, by the commoner of them."""
        return self.rarity(max(self.sounds[each] for each in sounds))

    def most_of_name(self, one: Candidate, other: Candidate) -> float:
        """The most bits that a whole name can say: where three or more have it, some are namesakes."""
        count = max(self.names[tuple(sorted(each.sounds))] for each in (one, other))
        return self.rarity(count - 1) + OF_NAMESAKES if count > 2 else math.inf
