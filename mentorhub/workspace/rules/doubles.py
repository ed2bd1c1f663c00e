"""Two people of a notebook who are one: which side each field is taken from, what is joined, what goes back. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.rules import stages
from mentorhub.workspace.rules.details import MANY_MAX, Details
from mentorhub.workspace.rules.merging import MANY, all_of, lines_of
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage

AGAIN_AFTER = dt.timedelta(seconds=30)  # a notebook is looked through no oftener
Same = Callable[[str, str], str]


class Side(StrEnum):
    """Where a field's value is taken from: who is kept, who is merged into them, or both, joined."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


# What has one value: by its name on the page, the fields of `Details` that belong together.
SINGLE: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("name", "given_name", "additional_name", "family_name")},
    **{name: (name,) for name in ("prefix", "suffix", "nickname", "pronunciation", "headline")},
    **{name: (name,) for name in ("birthday", "occasion")},
    "met": ("met_on", "met_precision"),
    **{name: (name,) for name in ("met_how", "met_through", "purpose", "remember", "source_note")},
    "how_often": ("tier", "cadence_days"),
    "closeness": ("closeness",),
}
LONGEST: Mapping[str, int | None] = {
    "remember": None,
    "purpose": 500,
    "met_how": 500,
    "source_note": 300,
}
WHOLE = ("affiliations", "addresses")  # alike only where they say the same in every part
STANDING = ("snoozed_until", "is_muted", "stage", "photo")  # beside the details
_OPENNESS = (Visibility.HIDDEN, Visibility.INITIALS, Visibility.NAMED)


@dataclass(frozen=True)
class Standing:
    """One person as two are compared: the details, tags by name, and what else has one value.

    `photo` tells one picture from another; '' is none.
    """

    details: Details
    tags: tuple[str, ...] = ()
    snoozed_until: dt.date | None = None
    is_muted: bool = False
    stage: Stage = Stage.MET
    photo: str = ""


@dataclass(frozen=True)
class Chosen:
    """What was chosen while comparing: a side for each name of `SINGLE` and `STANDING`, and what stays out, by key."""

    sides: Mapping[str, Side]
    left_out: frozenset[str] = frozenset()


class MergedAgain(Refusal):
    """Something newer has to be undone first: `name` was merged later, with one of the two."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NothingToUndo(Refusal):
    """These two are two people: their merge was undone before."""


class TooManyOfOne(Refusal):
    """More e-mails, phones … than one person may have; `name` is the field of `Details`, or "tags"."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name)
        self.name, self.most = name, most


def value_of(name: str, standing: Standing) -> Any:
    """What one person has under this name; of fields that belong together, all of them."""
    if name in STANDING:
        return getattr(standing, name)
    values = tuple(getattr(standing.details, field) for field in SINGLE[name])
    return values[0] if len(values) == 1 else values


def is_empty(name: str, value: Any) -> bool:
    """Whether that says nothing."""
    if name == "how_often":
        return bool(value == (Tier.OFF, None))
    if name == "met":
        return value[0] is None
    return value in ("", None, False)


def differing(kept: Standing, other: Standing) -> list[str]:
    """The names under which both sides are not alike, in the order of the page; a stage only where it can be taken."""
    names = [name for name in (*SINGLE, *STANDING) if value_of(name, kept) != value_of(name, other)]
    if "met" in names and kept.details.met_on == other.details.met_on is None:
        names.remove("met")
    if "stage" in names and not may_take_stage(kept.stage, other.stage):
        names.remove("stage")
    return names


def may_take_stage(kept: Stage, other: Stage) -> bool:
    """Whether who is kept may move there: closing has a reason of its own, and is done on the person's page."""
    return other is not Stage.CLOSED and other in stages.moves_from(kept)


def proposed(name: str, kept: Standing, other: Standing) -> Side:
    """The side that is chosen until somebody says otherwise: who has something, then who is kept; notes of both."""
    mine, theirs = value_of(name, kept), value_of(name, other)
    if name == "stage":
        ladder = stages.LADDER
        is_further = (
            mine in ladder and theirs in ladder and ladder.index(theirs) > ladder.index(mine)
        )
        return Side.OTHER if is_further else Side.KEPT
    if is_empty(name, mine):
        return Side.OTHER
    if name == "remember" and theirs:
        says_all = lines_of(mine, theirs) == theirs
        return Side.BOTH if both_of(name, kept, other) else Side.OTHER if says_all else Side.KEPT
    return Side.KEPT


def both_of(name: str, kept: Standing, other: Standing) -> str:
    """The words of both sides, joined; '' where that makes no sense, says no more, or is too long."""
    if name not in LONGEST:
        return ""
    mine, theirs = value_of(name, kept), value_of(name, other)
    most = LONGEST[name]
    joined = lines_of(mine, theirs) if most is None else "; ".join(filter(None, [mine, theirs]))
    is_new = joined not in (mine, theirs)
    return joined if is_new and (most is None or len(joined) <= most) else ""


def item_key(kind: str, value: Any) -> str:
    """By what one of several values is named in a form."""
    return version_of(kind, value)[:11]


def every(kind: str, kept: Standing, other: Standing, *, same: Same) -> tuple[Any, ...]:
    """All e-mails, tags … of both, equal ones once, those of who is kept first."""
    if kind == "tags":
        return tuple(dict.fromkeys([*kept.tags, *other.tags]))
    mine, theirs = getattr(kept.details, kind), getattr(other.details, kind)
    if kind in WHOLE:
        return tuple(dict.fromkeys([*mine, *theirs]))
    return all_of(kind, mine, theirs, same)


def staying(
    kind: str, kept: Standing, other: Standing, chosen: Chosen, *, same: Same
) -> tuple[Any, ...]:
    """Those of `every` that are not left out."""
    found = every(kind, kept, other, same=same)
    return tuple(one for one in found if item_key(kind, one) not in chosen.left_out)


def joined(kept: Standing, other: Standing, chosen: Chosen, *, same: Same) -> Details:
    """The details of the one person; raises `TooManyOfOne` where more stay than one person may have."""
    found: dict[str, Any] = {}
    for name, parts in SINGLE.items():
        side = chosen.sides.get(name, Side.KEPT)
        if side is Side.BOTH:
            found[name] = both_of(name, kept, other) or value_of(name, kept)
        elif side is Side.OTHER:
            found |= {part: getattr(other.details, part) for part in parts}
    for kind in MANY:
        found[kind] = staying(kind, kept, other, chosen, same=same)
        if len(found[kind]) > max(MANY_MAX, len(getattr(kept.details, kind))):
            raise TooManyOfOne(kind, MANY_MAX)
    return replace(kept.details, **found)


def undone(before: Details, after: Details, now: Details) -> Details:
    """What goes back when a merge is undone: as before, but for what was changed since, which stays as it is."""
    groups = [*SINGLE.values(), *((name,) for name in MANY)]
    back: dict[str, Any] = {}
    for group in groups:
        is_as_merged = all(getattr(now, part) == getattr(after, part) for part in group)
        back |= {part: getattr(before if is_as_merged else now, part) for part in group}
    return replace(now, **back)


def more_careful(one: Visibility, other: Visibility) -> Visibility:
    """What a mentor sees of both together: nothing that only one of them was shown with."""
    return min(one, other, key=_OPENNESS.index)


def joined_notes(mine: str, theirs: str) -> str:
    """Two private notes about one person in one conversation, as one."""
    return "\n".join(dict.fromkeys(filter(None, [mine, theirs])))


def ordered(one: int, other: int) -> tuple[int, int]:
    """Two ids as a pair names them: the lower first."""
    return (one, other) if one < other else (other, one)
