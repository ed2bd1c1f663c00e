"""What becomes of two sets of details of one person: what is empty is filled, what is written stays. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from mentorhub.workspace.rules.details import MANY_MAX, Details, Labelled
from mentorhub.workspace.rules.words import folded

Value = TypeVar("Value")
KEPT = frozenset({"tier", "cadence_days", "closeness", "met_precision", "remember"})
MANY = ("affiliations", "emails", "phones", "links", "addresses", "events", "customs")


def filled(
    stored: Details,
    other: Details,
    *,
    same: Callable[[str, str], str] = lambda _kind, value: folded(value),
    takes_other: bool = False,
) -> Details:
    """The stored details with what only the other has; nothing that is written is overwritten, unless `takes_other`.

    Lists get what they lack, at their end; `same(kind, value)` gives what equal e-mails, phones and links have in
    common. Facts to remember get the lines they lack. How close and how often stays the owner's own.
    """
    found: dict[str, Any] = {}
    for field in fields(Details):
        mine, theirs = getattr(stored, field.name), getattr(other, field.name)
        if field.name in MANY:
            most = max(MANY_MAX, len(mine))
            found[field.name] = all_of(field.name, mine, theirs, same)[:most]
        elif field.name not in KEPT and theirs and (takes_other or not mine):
            found[field.name] = theirs
    if "met_on" in found:
        found["met_precision"] = other.met_precision
    return replace(stored, **found, remember=lines_of(stored.remember, other.remember))


def all_of(
    kind: str,
    mine: Sequence[Value],
    theirs: Sequence[Value],
    same: Callable[[str, str], str],
) -> tuple[Value, ...]:
    """Those of both, equal ones once, the others' at the end; `kind` is the field of `Details`."""
    known = {_key(kind, one, same) for one in mine}
    new = {_key(kind, one, same): one for one in theirs if _key(kind, one, same) not in known}
    return (*mine, *new.values())


def _key(kind: str, value: Any, same: Callable[[str, str], str]) -> Any:
    """Equal e-mails, phones and links by what they have in common; the rest by all that they say."""
    if isinstance(value, Labelled):
        return same(kind, value.value) or folded(value.value)
    if kind == "affiliations":
        return folded(value.organization), folded(value.title)
    if kind == "addresses":
        return folded(*value.lines)
    return value


def lines_of(mine: str, theirs: str) -> str:
    """The lines of both, equal ones once."""
    known = {folded(line) for line in mine.splitlines()}
    new = [line for line in theirs.splitlines() if folded(line) not in known]
    return "\n".join([*filter(None, [mine]), *_unique(new)])


def _unique(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))
