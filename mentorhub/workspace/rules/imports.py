"""Imports of contacts: their states, what is found of each record and what became of it, limits, refusals. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions
from mentorhub.workspace.rules.details import Details

STEP = 500  # rows in one transaction
FILE_MAX = 64 * 1024 * 1024  # bytes
KEPT = dt.timedelta(days=30)  # that a file and its rows stay, and an import can be undone


class ImportState(StrEnum):
    """Where an import stands."""

    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILING = "failing"
    FAILED = "failed"


_S = ImportState
IMPORT = Transitions(
    _S.PREVIEWED,
    {
        "apply": ((_S.PREVIEWED,), _S.APPLYING),
        "finish": ((_S.APPLYING,), _S.APPLIED),
        "undo": ((_S.APPLIED,), _S.UNDOING),
        "end_undoing": ((_S.UNDOING,), _S.UNDONE),
        "fail": ((_S.APPLYING,), _S.FAILING),
        "end_failing": ((_S.FAILING,), _S.FAILED),
    },
)
AT_WORK = (_S.APPLYING, _S.UNDOING, _S.FAILING)
HIDING = (_S.APPLYING, _S.FAILING)  # whoever it brought is not seen yet


class Outcome(StrEnum):
    """What a record is to the notebook."""

    NEW = "new"
    UPDATE = "update"
    DOUBLE = "double"
    UNUSABLE = "unusable"


class Choice(StrEnum):
    """What its owner wants of a row."""

    ADD = "add"
    UPDATE = "update"
    SKIP = "skip"


CHOSEN = {  # unless its owner chooses otherwise
    Outcome.NEW: Choice.ADD,
    Outcome.UPDATE: Choice.UPDATE,
    Outcome.DOUBLE: Choice.SKIP,
    Outcome.UNUSABLE: Choice.SKIP,
}
OFFERED = {
    Outcome.NEW: (Choice.ADD, Choice.SKIP),
    Outcome.UPDATE: (Choice.UPDATE, Choice.ADD, Choice.SKIP),
    Outcome.DOUBLE: (Choice.SKIP, Choice.UPDATE, Choice.ADD),
    Outcome.UNUSABLE: (Choice.SKIP,),
}


class Result(StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    ADDED = "added"
    UPDATED = "updated"
    SKIPPED = "skipped"
    TAKEN_BACK = "taken_back"
    KEPT = "kept"  # at undoing: its person was written about since


@dataclass(frozen=True)
class Book:
    """What a notebook knows already. `people` are details by id; `cards` ids by a vCard's UID; `seen` ids by a record's
    digest; `removed` kinds and digests of those who asked to be removed, under `removal_key`.
    """

    people: Mapping[int, Details]
    cards: Mapping[str, int]
    seen: Mapping[str, int]
    removed: frozenset[tuple[str, str]]
    removal_key: str
    region: str


class ImportStands(Refusal):
    """This cannot be done with an import in the state it is in."""


def refuse_move(verb: str, state: ImportState) -> None:
    """Raises `ImportStands` for what the table of states does not allow."""
    if not IMPORT.allows(verb, state):
        raise ImportStands
