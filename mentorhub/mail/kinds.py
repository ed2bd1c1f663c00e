"""What a kind of mail is: why it is sent, and whether its reader may do without it.

Each package declares its own (`KINDS` in its `emails`); `mentorhub/app.py` collects them on one page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mentorhub.foundation.config import extension

EXTENSION = "mail_kinds"  # the app's kinds by name, as `collected` gives them


class Weight(StrEnum):
    """Why a mail is sent. All but the optional go at once and always."""

    SECURITY = "security"
    MONEY = "money"
    SEAT = "seat"
    INQUIRY = "inquiry"  # a visitor's own words to a practice, which has asked for them on its page
    WISH = "wish"  # its reader has asked on a page for this one email
    OPTIONAL = "optional"


class Topic(StrEnum):
    """What a person may choose to be notified of. The values are stored and stand in sent links: never change one."""

    PAGES = "pages"  # check-ins
    ANSWERS = "answers"
    MORNING = "morning"  # the morning email as a whole; then its parts
    REACH = "reach"
    PROMISES = "promises"
    DAYS = "days"
    CHECK_IN = "check-in"


MORNING_PARTS = (Topic.REACH, Topic.PROMISES, Topic.DAYS, Topic.CHECK_IN)


RANKS = (Weight.SECURITY, Weight.MONEY, Weight.SEAT)  # in this order; all others come after them
LAST_RANK = len(RANKS)


@dataclass(frozen=True)
class Digest:
    """The kind of mail that stands for several of another kind, and its subject for so many, in the current locale."""

    kind: str
    subject: Callable[[int], str]


@dataclass(frozen=True)
class Kind:
    """One kind of mail: `<package>.<template>`, a label for people, the topic that switches it off, its digest.

    One that is `of_its_day` speaks of that day: it goes at its own time, and not at all once its reader's day is over.
    """

    name: str
    weight: Weight
    label: Any
    topic: Topic | None = None
    digest: Digest | None = None
    of_its_day: bool = False


def collected(*declared: Iterable[Kind]) -> dict[str, Kind]:
    """The kinds of several packages by name, in order. Raises `ValueError` for a name that is declared twice."""
    found: dict[str, Kind] = {}
    for kind in (kind for kinds in declared for kind in kinds):
        if kind.name in found:
            raise ValueError(f"the kind of mail {kind.name} is declared twice")
        found[kind.name] = kind
    return found


def all_kinds() -> Mapping[str, Kind]:
    """Every kind of mail of this app, by name."""
    found: Mapping[str, Kind] = extension(EXTENSION)
    return found


def kind_of(name: str) -> Kind | None:
    """The kind of this name; None for one that is not declared any more (an old row)."""
    return all_kinds().get(name)


def topic_of(name: str) -> Topic | None:
    """The topic by which a reader may do without mails of this kind; None for one that is always sent."""
    kind = kind_of(name)
    return kind.topic if kind else None


def is_of_its_day(name: str) -> bool:
    """Whether mails of this kind speak of one day."""
    kind = kind_of(name)
    return kind is not None and kind.of_its_day


def rank_of(name: str) -> int:
    """Which mails of this kind are sent first, from 0: a sign-in link does not wait for a rush's mails."""
    kind = kind_of(name)
    return RANKS.index(kind.weight) if kind and kind.weight in RANKS else LAST_RANK
